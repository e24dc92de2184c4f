namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Rewrites answers in different notations to one form.</summary>
internal static class Normalization
{
    /// <summary>The name of the symbol for the real numbers.</summary>
    public const string Reals = "bbR";

    /// <summary>Rewrites from the leaves up, then expands ± to both values.</summary>
    public static Expr Of(Expr answer) => Expand(Rewrite(answer));

    private static Expr Rewrite(Expr node)
    {
        if (node.Arguments.Length == 0)
        {
            return node;
        }

        node = node.With(Array.ConvertAll(node.Arguments, Rewrite));
        return node.Kind switch
        {
            ExprKind.Tuple when node.Name == "()"
                && node.Arguments is [{ Kind: ExprKind.Negate, Arguments: [{ Kind: ExprKind.Infinity }] }, { Kind: ExprKind.Infinity }] =>
                Expr.Symbol(Reals),
            ExprKind.Tuple when node.Name == "[]" && Array.TrueForAll(node.Arguments, row => row is { Kind: ExprKind.Tuple, Name: "[]" }) =>
                new Expr(ExprKind.Matrix, "", node.Arguments),
            ExprKind.Unit when node.Name == "percent" => Expr.Of(ExprKind.Percent, node.Arguments),
            ExprKind.Unit when node.Name.Length == 0 => node.Arguments[0],
            ExprKind.Unit when node.Name == "degree" => Expr.Of(ExprKind.Degree, node.Arguments),
            ExprKind.Relation when node.Name == "∈" => node.Arguments[1],
            ExprKind.Negate or ExprKind.Multiply or ExprKind.Divide => Distribute(node),
            _ => node,
        };
    }

    // A matrix times k, divided by k, or with a sign is a matrix.
    private static Expr Distribute(Expr node)
    {
        var at = Array.FindIndex(node.Arguments, argument => argument is { Kind: ExprKind.Matrix, Name: "" });
        var single = Array.FindLastIndex(node.Arguments, argument => !argument.IsScalar) == at;
        return at < 0 || !single || (node.Kind == ExprKind.Divide && at != 0)
            ? node
            : node.Arguments[at].With(Array.ConvertAll(node.Arguments[at].Arguments, row =>
                row.With(Array.ConvertAll(row.Arguments, cell => Replace(cell)))));

        Expr Replace(Expr cell)
        {
            var arguments = (Expr[])node.Arguments.Clone();
            arguments[at] = cell;
            return node.With(arguments);
        }
    }

    private static Expr Expand(Expr node)
    {
        if (!node.Any(inner => inner.Kind == ExprKind.PlusMinus))
        {
            return node;
        }

        return node.Kind is ExprKind.List or ExprKind.Set
            ? node.With([.. node.Arguments.Select(Expand).SelectMany(item => item.Kind == ExprKind.List ? item.Arguments : [item])])
            : Expr.Of(ExprKind.List, Choose(node, upper: true), Choose(node, upper: false));
    }

    // Takes either all upper or all lower signs of an expression.
    private static Expr Choose(Expr node, bool upper)
    {
        var changed = node.Arguments.Length == 0 ? node : node.With(Array.ConvertAll(node.Arguments, argument => Choose(argument, upper)));
        if (node.Kind != ExprKind.PlusMinus)
        {
            return changed;
        }

        var last = changed.Arguments[^1];
        last = upper == (node.Name == "±") ? last : Expr.Of(ExprKind.Negate, last);
        return changed.Arguments.Length == 1 ? last : Expr.Of(ExprKind.Add, changed.Arguments[0], last);
    }
}
