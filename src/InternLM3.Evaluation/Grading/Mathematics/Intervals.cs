namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>
/// Converts inequalities in one variable to intervals: <c>1 &lt; x \le 2</c> to <c>(1, 2]</c>, <c>x \ne 3</c> to two of them.
/// </summary>
internal sealed class Intervals(ScalarComparison scalars)
{
    /// <summary>The set described by one or several inequalities, and their variable; null when they describe no interval.</summary>
    public (Expr Set, string Variable)? Of(Expr node)
    {
        if (node.Kind == ExprKind.Relation)
        {
            return Single(node);
        }

        if (node.Kind is not (ExprKind.List or ExprKind.Set) || node.Arguments.Length is 0 or > 16)
        {
            return null;
        }

        var parts = node.Arguments.Select(part => part.Kind == ExprKind.Relation ? Single(part) : null).ToArray();
        if (parts.Any(part => part is null || part.Value.Variable != parts[0]!.Value.Variable))
        {
            return null;
        }

        var sets = parts.Select(part => part!.Value.Set).ToArray();
        return (node.Name != "or" ? Both(sets) : null) is { } both ? (both, parts[0]!.Value.Variable)
            : (Expr.Of(ExprKind.Union, [.. sets.SelectMany(set => set.Kind == ExprKind.Union ? set.Arguments : [set])]),
                parts[0]!.Value.Variable);
    }

    private static (Expr Set, string Variable)? Single(Expr relation)
    {
        var (parts, signs) = (relation.Arguments, relation.Name);
        if (signs.Length > 2 || !signs.All(sign => sign is '<' or '≤' or '>' or '≥' or '≠'))
        {
            return null;
        }

        if (parts is [var left, var right])
        {
            return IsVariable(left) && IsBound(right) ? (Ray(signs[0], right), left.ToString())
                : IsBound(left) && IsVariable(right) ? (Ray(Flip(signs[0]), left), right.ToString())
                : null;
        }

        if (!IsBound(parts[0]) || !IsVariable(parts[1]) || !IsBound(parts[2]) || signs.Contains('≠', StringComparison.Ordinal))
        {
            return null;
        }

        if (signs[0] is '>' or '≥')
        {
            (parts, signs) = ([parts[2], parts[1], parts[0]], string.Concat(Flip(signs[1]), Flip(signs[0])));
        }

        return signs is [('<' or '≤'), ('<' or '≤')]
            ? (Make(signs[0] == '≤', parts[0], parts[2], signs[1] == '≤'), parts[1].ToString())
            : null;
    }

    /// <summary>The intersection of two rays that face each other, or null.</summary>
    private Expr? Both(Expr[] sets)
    {
        if (sets is not [{ Kind: ExprKind.Tuple } a, { Kind: ExprKind.Tuple } b])
        {
            return null;
        }

        var (lower, upper) = IsInfinite(a.Arguments[1]) && IsInfinite(b.Arguments[0]) ? (a, b) : (b, a);
        return IsInfinite(lower.Arguments[1]) && IsInfinite(upper.Arguments[0])
            && scalars.Constant(lower.Arguments[0]) <= scalars.Constant(upper.Arguments[1])
            ? Make(lower.Name[0] == '[', lower.Arguments[0], upper.Arguments[1], upper.Name[1] == ']')
            : null;
    }

    private static Expr Ray(char sign, Expr bound)
    {
        var (minus, plus) = (Expr.Of(ExprKind.Negate, Expr.Of(ExprKind.Infinity)), Expr.Of(ExprKind.Infinity));
        return sign switch
        {
            '<' or '≤' => Make(false, minus, bound, sign == '≤'),
            '>' or '≥' => Make(sign == '≥', bound, plus, false),
            _ => Expr.Of(ExprKind.Union, Make(false, minus, bound, false), Make(false, bound, plus, false)),
        };
    }

    private static Expr Make(bool closedBelow, Expr lower, Expr upper, bool closedAbove) =>
        new(ExprKind.Tuple, (closedBelow ? "[" : "(") + (closedAbove ? "]" : ")"), [lower, upper]);

    private static bool IsVariable(Expr node) => node.Kind == ExprKind.Symbol && Constants.Value(node.Name) is null;

    private static bool IsBound(Expr node) => node.IsScalar && !Constants.HasVariables(node);

    private static bool IsInfinite(Expr node) => node.Any(inner => inner.Kind == ExprKind.Infinity);

    public static char Flip(char sign) => sign switch
    {
        '<' => '>',
        '≤' => '≥',
        '>' => '<',
        '≥' => '≤',
        _ => sign,
    };
}
