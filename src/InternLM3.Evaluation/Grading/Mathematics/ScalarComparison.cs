using System.Numerics;
using InternLM3.Mathematics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Compares two expressions by exact arithmetic, or by their values at fixed points.</summary>
internal sealed class ScalarComparison(ComparisonBudget budget)
{
    private enum PointVerdict
    {
        /// <summary>One of the two has no real value at the point.</summary>
        None,

        Same,

        Different,
    }

    /// <summary>Whether the two agree at every point where both have a value, with enough such points.</summary>
    public bool Equal(Expr a, Expr b)
    {
        var (left, right) = (a.ToString(), b.ToString());
        if (left == right || a.Any(IsInfinity) || b.Any(IsInfinity))
        {
            return left == right;
        }

        var points = Constants.HasVariables(a) || Constants.HasVariables(b) ? SamplePoint.Count : 1;
        var agreed = 0;
        var complex = new List<bool>();
        for (var i = 0; i < points; i++)
        {
            var verdict = At(new SamplePoint(i), a, b, complex);
            if (verdict == PointVerdict.Different)
            {
                return points == 1 && IsRounded(a, b);
            }

            agreed += verdict == PointVerdict.Same ? 1 : 0;
        }

        // When too few points are real, the complex values decide.
        var needed = Math.Min(points, 3);
        return agreed >= needed || (agreed + complex.Count >= needed && complex.TrueForAll(same => same));
    }

    /// <summary>
    /// Whether the quotient of two expressions in variables is the same number at every point; with a <paramref name="sign"/> other than 0,
    /// also whether it has this sign.
    /// </summary>
    public bool Proportional(Expr a, Expr b, int sign = 0)
    {
        if (!Constants.HasVariables(a) || !Constants.HasVariables(b))
        {
            return false;
        }

        var (agreed, first, exact) = (0, Complex.Zero, default(Rational?));
        for (var i = 0; i < SamplePoint.Count; i++)
        {
            var (quotient, ratio) = Quotient(a, b, i);
            if (quotient is not { } value)
            {
                continue;
            }

            (first, exact) = agreed++ == 0 ? (value, ratio) : (first, exact);
            var same = ratio is not null && exact is not null ? ratio == exact : Complex.Abs(value - first) <= 1e-9 * Complex.Abs(first);
            if (!same || first == Complex.Zero || (sign != 0 && Math.Sign(first.Real) != sign))
            {
                return false;
            }
        }

        return agreed >= 4;
    }

    /// <summary>The value of an expression without variables; not finite when there is none.</summary>
    public double Constant(Expr a) =>
        Number(a, 0) is { IsFinite: true, Value.Imaginary: 0 } value && !Constants.HasVariables(a) ? value.Value.Real : double.NaN;

    // Exact if possible: next to a large constant a double loses the variable.
    private (Complex? Quotient, Rational? Exact) Quotient(Expr a, Expr b, int index)
    {
        var evaluator = new ExactEvaluator(new SamplePoint(index), budget);
        if (evaluator.Value(a) is { } p && evaluator.Value(b) is { } q)
        {
            return q.IsZero || evaluator.Undefined ? default : ((p / q).ToDouble(), p / q);
        }

        var (x, y) = (Number(a, index), Number(b, index));
        return x.IsFinite && y.IsFinite && !x.LeftReals && !y.LeftReals && Complex.Abs(y.Value) > 1e-9 * y.Scale
            ? (x.Value / y.Value, null)
            : default;
    }

    private static bool IsInfinity(Expr node) => node.Kind == ExprKind.Infinity;

    private ApproximateNumber Number(Expr a, int point) => new NumericEvaluator(new SamplePoint(point), budget).Value(a);

    private static PointVerdict VerdictOf(bool same) => same ? PointVerdict.Same : PointVerdict.Different;

    /// <summary>The verdict at one point.</summary>
    private PointVerdict At(SamplePoint point, Expr a, Expr b, List<bool> complex)
    {
        var (left, right) = (new ExactEvaluator(point, budget), new ExactEvaluator(point, budget));
        var (x, y) = (left.Value(a), right.Value(b));
        if (left.Undefined || right.Undefined)
        {
            return PointVerdict.None;
        }

        if (x is not null && y is not null)
        {
            return VerdictOf(x == y);
        }

        var (u, v) = (new NumericEvaluator(point, budget).Value(a), new NumericEvaluator(point, budget).Value(b));
        if (!u.IsFinite || !v.IsFinite)
        {
            return PointVerdict.None;
        }

        if (u.LeftReals || v.LeftReals)
        {
            complex.Add(u.Near(v));
            return PointVerdict.None;
        }

        return VerdictOf(u.Near(v));
    }

    // As in math-verify (six places), 0.333333 is 1/3 and 1.414214 is \sqrt{2}, but 0.33 is not 1/3. Two decimals must be equal.
    private bool IsRounded(Expr a, Expr b)
    {
        var (number, other) = Decimal(a) is { } left ? (left, b) : Decimal(b) is { } right ? (right, a) : (null, b);
        if (number is not { Decimals: >= 4 and < 15 }
            || BigInteger.Abs(number.Value.Numerator * BigInteger.Pow(10, number.Decimals) / number.Value.Denominator) < 100_000
            || other.Any(node => node.Kind == ExprKind.Number && node.Decimals > 0))
        {
            return false;
        }

        var (value, exact) = (Constant(a), Constant(b));
        return Math.Abs(value - exact) <= 0.500001 * Math.Pow(10, -number.Decimals);
    }

    private static Expr? Decimal(Expr node) => node.Kind switch
    {
        ExprKind.Number when node.Decimals > 0 => node,
        ExprKind.Negate or ExprKind.Degree or ExprKind.Unit => Decimal(node.Arguments[0]),
        _ => null,
    };
}
