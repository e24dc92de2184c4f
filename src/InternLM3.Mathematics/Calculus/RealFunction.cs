using InternLM3.Mathematics.Syntax;

namespace InternLM3.Mathematics.Calculus;

/// <summary>An expression of one variable in plain double precision, for quadrature. Undefined values are NaN.</summary>
internal static class RealFunction
{
    /// <summary>The value at a point.</summary>
    public static double At(Node node, double x) => node switch
    {
        NumberNode number => (double)number.Value.Numerator / (double)number.Value.Denominator,
        SymbolNode symbol => symbol.Name switch { "pi" => Math.PI, "e" => Math.E, "tau" => Math.Tau, _ => x },
        NegateNode negate => -At(negate.Operand, x),
        InverseNode inverse => 1 / At(inverse.Operand, x),
        SumNode sum => sum.Terms.Sum(term => At(term, x)),
        ProductNode product => product.Factors.Aggregate(1.0, (value, factor) => value * At(factor, x)),
        PowerNode power => Power(At(power.Base, x), At(power.Exponent, x)),
        CallNode call => Call(call.Name, At(call.Arguments[0], x), call.Arguments.Count > 1 ? At(call.Arguments[1], x) : double.NaN),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is no expression."),
    };

    /// <summary>The number of nodes an evaluation visits.</summary>
    public static int Size(Node node) => 1 + node switch
    {
        NegateNode negate => Size(negate.Operand),
        InverseNode inverse => Size(inverse.Operand),
        SumNode sum => sum.Terms.Sum(Size),
        ProductNode product => product.Factors.Sum(Size),
        PowerNode power => Size(power.Base) + Size(power.Exponent),
        CallNode call => call.Arguments.Sum(Size),
        _ => 0,
    };

    // Odd roots of negative numbers are real, as in exact arithmetic.
    private static double Power(double x, double exponent) =>
        x < 0 && exponent is > 0 and < 1
            && Math.Round(1 / exponent) is var degree && Math.Abs((degree * exponent) - 1) < 1e-15 && degree % 2 == 1
            ? -Math.Pow(-x, exponent)
            : Math.Pow(x, exponent);

    private static double Call(string name, double x, double y) => name switch
    {
        "sqrt" => Math.Sqrt(x),
        "cbrt" => Math.Cbrt(x),
        "root" => Power(x, 1 / y),
        "abs" => Math.Abs(x),
        "exp" => Math.Exp(x),
        "ln" => Math.Log(x),
        "log" => double.IsNaN(y) ? Math.Log10(x) : Math.Log(x) / Math.Log(y),
        "log2" => Math.Log2(x),
        "sin" => Math.Sin(x),
        "cos" => Math.Cos(x),
        "tan" => Math.Tan(x),
        "asin" => Math.Asin(x),
        "acos" => Math.Acos(x),
        "atan" => Math.Atan(x),
        "sinh" => Math.Sinh(x),
        "cosh" => Math.Cosh(x),
        "tanh" => Math.Tanh(x),
        _ => throw new MathException(
            $"{name} cannot be integrated numerically here; split the interval where it jumps and write its pieces."),
    };
}
