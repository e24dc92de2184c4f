namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Compares equations and inequalities with each other, and equations with the value they give.</summary>
internal sealed class RelationComparison(Comparison comparison, ScalarComparison scalars)
{
    /// <summary>Whether two answers are the same; at least one of them is a relation.</summary>
    public bool Same(Expr a, Expr b)
    {
        (a, b) = (Shorten(a), Shorten(b));
        return a.Kind != ExprKind.Relation ? Says(b, a)
            : b.Kind != ExprKind.Relation ? Says(a, b)
            : Parts(a, b.Name, b.Arguments)
                || Parts(a, string.Concat(b.Name.Reverse().Select(Intervals.Flip)), [.. b.Arguments.Reverse()])
                || SameTwoSided(a, b);
    }

    // "x = 10/2 = 5" is "x = 5".
    private static Expr Shorten(Expr node) =>
        node is { Kind: ExprKind.Relation, Arguments.Length: > 2 } && node.Name.All(sign => sign == '=') && IsName(node.Arguments[0])
            ? new Expr(ExprKind.Relation, "=", [node.Arguments[0], node.Arguments[^1]])
            : node;

    /// <summary>Whether a relation gives a value: "x = 5" and "10/2 = 5" give 5, "x = 5/12 ≈ 0.4167" gives both numbers.</summary>
    private bool Says(Expr relation, Expr value)
    {
        var (first, last) = (relation.Arguments[0], relation.Arguments[^1]);
        if (!relation.Name.All(sign => sign is '=' or '≈'))
        {
            return false;
        }

        return ((IsName(first) || !Constants.HasVariables(first)) && comparison.Same(last, value))
            || (IsName(last) && !Constants.HasVariables(first) && comparison.Same(first, value))
            || (relation.Name.Contains('≈', StringComparison.Ordinal)
                && relation.Arguments.Any(part => !Constants.HasVariables(part) && comparison.Same(part, value)));
    }

    private bool Parts(Expr a, string signs, Expr[] arguments) =>
        a.Name == signs && a.Arguments.Length == arguments.Length
            && a.Arguments.Zip(arguments).All(pair => comparison.Same(pair.First, pair.Second));

    // The same up to a factor: x + y = 2 and 2x = 4 - 2y; a negative factor reverses an inequality.
    private bool SameTwoSided(Expr a, Expr b)
    {
        if (a.Name.Length != 1 || b.Name.Length != 1 || !a.Arguments.Concat(b.Arguments).All(side => side.IsScalar))
        {
            return false;
        }

        var (left, right) = (Difference(a), Difference(b));
        return a.Name[0] switch
        {
            '=' or '≠' => a.Name == b.Name && scalars.Proportional(left, right),
            '<' or '≤' or '>' or '≥' => (a.Name == b.Name && scalars.Proportional(left, right, 1))
                || (a.Name[0] == Intervals.Flip(b.Name[0]) && scalars.Proportional(left, right, -1)),
            _ => false,
        };
    }

    private static Expr Difference(Expr relation) =>
        Expr.Of(ExprKind.Add, relation.Arguments[0], Expr.Of(ExprKind.Negate, relation.Arguments[1]));

    /// <summary>Whether the side of an equation is a name for the other side: x, f(x), f^{-1}(x), AB, \angle A, (x, y), "Area".</summary>
    private static bool IsName(Expr node) => node.Kind switch
    {
        ExprKind.Symbol => Constants.Value(node.Name) is null || node.Name != "pi",
        ExprKind.Text => true,
        ExprKind.Function => Constants.HasVariables(node),
        ExprKind.Unit => IsName(node.Arguments[0]),
        ExprKind.Multiply =>
            IsName(node.Arguments[0]) || node.Arguments[0] is { Kind: ExprKind.Power, Arguments: [{ Kind: ExprKind.Symbol }, _] },
        ExprKind.Tuple => Array.TrueForAll(node.Arguments, IsName),
        _ => false,
    };
}
