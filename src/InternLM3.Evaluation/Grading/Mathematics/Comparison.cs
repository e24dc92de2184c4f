namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Compares two answers by structure, and the numbers in them by value.</summary>
internal sealed class Comparison
{
    private const int MaxItems = 64;

    private readonly ComparisonBudget _budget;
    private readonly ScalarComparison _scalars;
    private readonly RelationComparison _relations;
    private readonly Intervals _intervals;

    public Comparison(ComparisonBudget budget)
    {
        _budget = budget;
        _scalars = new ScalarComparison(budget);
        _relations = new RelationComparison(this, _scalars);
        _intervals = new Intervals(_scalars);
    }

    /// <summary>Whether two expressions are the same answer.</summary>
    public bool Same(Expr a, Expr b)
    {
        if (!_budget.Spend())
        {
            return false;
        }

        (a, b) = (Unwrap(a), Unwrap(b));
        return Structural(a, b) || (HasInequality(a) || HasInequality(b)) && AsIntervals(a, b);
    }

    private static Expr Unwrap(Expr node) =>
        node.Kind is ExprKind.Set or ExprKind.List && node.Arguments.Length == 1 ? node.Arguments[0] : node;

    private bool Structural(Expr a, Expr b) => (a.Kind, b.Kind) switch
    {
        (ExprKind.Relation, _) or (_, ExprKind.Relation) => _relations.Same(a, b),
        (ExprKind.Text, _) or (_, ExprKind.Text) => SameWords(a, b),
        (ExprKind.Unit or ExprKind.Degree, _) or (_, ExprKind.Unit or ExprKind.Degree) => SameUnits(a, b),
        (ExprKind.Set or ExprKind.List, ExprKind.Set or ExprKind.List) => Unordered(a.Arguments, b.Arguments),
        (ExprKind.Union, ExprKind.Union) or (ExprKind.Intersection, ExprKind.Intersection) => Unordered(a.Arguments, b.Arguments),
        (ExprKind.Tuple, ExprKind.Tuple) or (ExprKind.Matrix, ExprKind.Matrix) or (ExprKind.Difference, ExprKind.Difference) =>
            a.Name == b.Name && InOrder(a.Arguments, b.Arguments),
        (ExprKind.Ratio, ExprKind.Ratio) => SameRatio(a.Arguments, b.Arguments),
        (ExprKind.Percent, ExprKind.Percent) => _scalars.Equal(a, b),
        (ExprKind.Percent, _) => b.IsScalar && (_scalars.Equal(a, b) || _scalars.Equal(a.Arguments[0], b)),
        (_, ExprKind.Percent) => Structural(b, a),
        (ExprKind.Based, ExprKind.Number) => b.Decimals == 0 && a.Name == b.Value.Numerator.ToString() && b.Value.IsInteger,
        (ExprKind.Number, ExprKind.Based) => Structural(b, a),
        _ => a.IsScalar && b.IsScalar && _scalars.Equal(a, b),
    };

    private static bool SameWords(Expr a, Expr b) => a.Kind is ExprKind.Text or ExprKind.Symbol
        && b.Kind is ExprKind.Text or ExprKind.Symbol && string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);

    // A unit may be left out, but not replaced. Words after a number count as its unit; after a variable they are part of the answer.
    private bool SameUnits(Expr a, Expr b)
    {
        var (left, right) = (UnitOf(a), UnitOf(b));
        if (left is not null && right is not null && left.TrimEnd('s') != right.TrimEnd('s'))
        {
            return false;
        }

        var (x, y) = (left is null ? a : a.Arguments[0], right is null ? b : b.Arguments[0]);
        return (left is null != right is null) && (left ?? right)!.StartsWith('?')
            && (Constants.HasVariables(x) || Constants.HasVariables(y))
            ? false
            : Same(x, y);
    }

    private static string? UnitOf(Expr node) => node.Kind switch
    {
        ExprKind.Unit => node.Name,
        ExprKind.Degree => "degree",
        _ => null,
    };

    private bool InOrder(Expr[] a, Expr[] b) => a.Length == b.Length && a.Zip(b).All(pair => Same(pair.First, pair.Second));

    private bool Unordered(Expr[] a, Expr[] b)
    {
        if (a.Length != b.Length || a.Length > MaxItems)
        {
            return false;
        }

        var taken = new bool[b.Length];
        foreach (var item in a)
        {
            var found = false;
            for (var i = 0; i < b.Length && !found; i++)
            {
                found = !taken[i] && Same(item, b[i]);
                taken[i] |= found;
            }

            if (!found)
            {
                return false;
            }
        }

        return true;
    }

    private bool SameRatio(Expr[] a, Expr[] b) => a.Length == b.Length
        && Enumerable.Range(1, a.Length - 1)
            .All(i => _scalars.Equal(Expr.Of(ExprKind.Multiply, a[0], b[i]), Expr.Of(ExprKind.Multiply, b[0], a[i])));

    private static bool HasInequality(Expr node) => (node.Kind == ExprKind.Relation && node.Name.AsSpan().IndexOfAny("<≤>≥≠") >= 0)
        || (node.Kind is ExprKind.List or ExprKind.Set && Array.Exists(node.Arguments, HasInequality));

    private bool AsIntervals(Expr a, Expr b)
    {
        var (x, y) = (_intervals.Of(a), _intervals.Of(b));
        return (x is not null || y is not null) && (x is null || y is null || x.Value.Variable == y.Value.Variable)
            && Structural(x?.Set ?? a, y?.Set ?? b);
    }
}
