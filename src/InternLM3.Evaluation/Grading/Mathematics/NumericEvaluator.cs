using System.Numerics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Evaluates an expression at a point in complex numbers of double precision.</summary>
internal sealed class NumericEvaluator(SamplePoint point, ComparisonBudget budget)
{
    private static readonly ApproximateNumber s_nothing = new(new Complex(double.NaN, 0), double.NaN, false);

    // Degrees are an angle only in the argument of a function: 30° alone is 30.
    private int _insideFunction;

    /// <summary>The value; not finite when there is none.</summary>
    public ApproximateNumber Value(Expr node)
    {
        if (!budget.Spend())
        {
            return s_nothing;
        }

        return node.Kind switch
        {
            ExprKind.Number => ApproximateNumber.Of(node.Value.ToDouble()),
            ExprKind.Symbol => ApproximateNumber.Of(Constants.Value(node.Name) ?? point[node.Name].ToDouble()),
            ExprKind.Add => Add(node),
            ExprKind.Multiply => Multiply(node),
            ExprKind.Divide or ExprKind.Ratio when node.Arguments.Length == 2 => Divide(Value(node.Arguments[0]), Value(node.Arguments[1])),
            ExprKind.Negate => Value(node.Arguments[0]) is var a ? a with { Value = -a.Value } : default,
            ExprKind.Percent => Divide(Value(node.Arguments[0]), ApproximateNumber.Of(100)),
            ExprKind.Degree =>
                _insideFunction > 0 ? Divide(Value(node.Arguments[0]), ApproximateNumber.Of(180 / Math.PI)) : Value(node.Arguments[0]),
            ExprKind.Unit => Value(node.Arguments[0]),
            ExprKind.Power => Power(Value(node.Arguments[0]), Value(node.Arguments[1])),
            ExprKind.Based =>
                new ExactEvaluator(point, budget).Value(node) is { } exact ? ApproximateNumber.Of(exact.ToDouble()) : s_nothing,
            ExprKind.Function => Function(node),
            _ => s_nothing,
        };
    }

    private ApproximateNumber Add(Expr node)
    {
        var (sum, scale, left) = (Complex.Zero, 0.0, false);
        foreach (var argument in node.Arguments)
        {
            var term = Value(argument);
            (sum, scale, left) = (sum + term.Value, Math.Max(scale, term.Scale), left | term.LeftReals);
        }

        return new ApproximateNumber(sum, scale, left);
    }

    private ApproximateNumber Multiply(Expr node)
    {
        var product = ApproximateNumber.Of(1);
        foreach (var argument in node.Arguments)
        {
            var factor = Value(argument);
            product = new ApproximateNumber(
                product.Value * factor.Value, product.Scale * factor.Scale, product.LeftReals | factor.LeftReals);
        }

        return product;
    }

    // A value that is only rounding error is zero, as in \sin\pi.
    private static bool IsZero(ApproximateNumber a) => Complex.Abs(a.Value) <= 1e-14 * a.Scale;

    private static ApproximateNumber Divide(ApproximateNumber a, ApproximateNumber b) => IsZero(b)
        ? s_nothing
        : new ApproximateNumber(a.Value / b.Value, a.Scale / Complex.Abs(b.Value), a.LeftReals | b.LeftReals);

    private static ApproximateNumber Power(ApproximateNumber a, ApproximateNumber b)
    {
        if (IsZero(a))
        {
            return b.Value == Complex.Zero ? ApproximateNumber.Of(1)
                : b.Value.Real > 0 ? ApproximateNumber.Of(0, a.LeftReals | b.LeftReals)
                : s_nothing;
        }

        var real = a.Value.Imaginary == 0 && b.Value.Imaginary == 0;
        var whole = b.Value.Imaginary == 0 && b.Value.Real == Math.Round(b.Value.Real) && Math.Abs(b.Value.Real) < 1e6;
        var value = real && (a.Value.Real > 0 || whole) ? Math.Pow(a.Value.Real, b.Value.Real)
            : whole ? WholePower(a.Value, (int)b.Value.Real)
            : Complex.Exp(Complex.Log(a.Value) * b.Value);
        var loss = Math.Max(1, a.Scale / Complex.Abs(a.Value));
        return new ApproximateNumber(value, Complex.Abs(value) * loss, a.LeftReals | b.LeftReals | (real && !whole && a.Value.Real < 0));
    }

    private static Complex WholePower(Complex a, int n)
    {
        var (result, left) = (Complex.One, Math.Abs(n));
        for (var square = a; left > 0; left >>= 1, square *= square)
        {
            result = (left & 1) == 0 ? result : result * square;
        }

        return n < 0 ? 1 / result : result;
    }

    private ApproximateNumber Function(Expr node)
    {
        _insideFunction += node.Name is "abs" or "sqrt" or "root" or "!" or "floor" or "ceil" or "max" or "min" ? 0 : 1;
        Span<ApproximateNumber> arguments = new ApproximateNumber[node.Arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Value(node.Arguments[i]);
        }

        _insideFunction -= node.Name is "abs" or "sqrt" or "root" or "!" or "floor" or "ceil" or "max" or "min" ? 0 : 1;
        return arguments.Length == 1 ? Of(node.Name, arguments[0])
            : node.Name == "root" ? Root(arguments[0], arguments[1])
            : node.Name is "max" or "min" && arguments.Length == 2
                ? (arguments[0].Value.Real < arguments[1].Value.Real) == (node.Name == "min") ? arguments[0] : arguments[1]
            : node.Name == "binom" && arguments.Length == 2 ? Binomial(arguments[0].Value, arguments[1].Value)
            : s_nothing;
    }

    private static ApproximateNumber Of(string name, ApproximateNumber a)
    {
        var value = Functions.Value(name, a.Value);
        var real = a.Value.Imaginary == 0;
        var loss = name switch
        {
            "sin" or "cos" or "tan" or "cot" or "sec" or "csc" =>
                Math.Max(1, Complex.Abs(value)) * Math.Max(1, a.Scale / Math.Max(1, Complex.Abs(a.Value))),
            "ln" or "lg" => Math.Max(Complex.Abs(value), a.Scale / Complex.Abs(a.Value)),
            "abs" => a.Scale,
            _ => Complex.Abs(value),
        };
        return new ApproximateNumber(value, loss, a.LeftReals | (real && value.Imaginary != 0 && name != "cis"));
    }

    // Odd roots of negative real numbers are real, as taught at school.
    private static ApproximateNumber Root(ApproximateNumber a, ApproximateNumber degree)
    {
        var n = degree.Value.Real;
        return a.Value.Imaginary == 0 && a.Value.Real < 0 && n == Math.Round(n) && Math.Abs(n % 2) == 1
            ? ApproximateNumber.Of(-Math.Pow(-a.Value.Real, 1 / n), a.LeftReals)
            : Power(a, ApproximateNumber.Of(1 / degree.Value));
    }

    private static ApproximateNumber Binomial(Complex n, Complex k) =>
        ApproximateNumber.Of(Functions.Gamma(n + 1) / (Functions.Gamma(k + 1) * Functions.Gamma(n - k + 1)));
}
