using System.Numerics;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Evaluation;

/// <summary>
/// Transcendental functions in double precision with error bounds. An operand's error is multiplied by a bound of the derivative over
/// its whole interval.
/// </summary>
internal static class RealFunctions
{
    /// <summary>The exponential function; exp(0) is exactly 1.</summary>
    public static Value Exp(Value value)
    {
        if (value is Exact { IsZero: true })
        {
            return new Exact(Rational.One);
        }

        var x = Arithmetic.Approximate(value);
        return Approximate.Of(Math.Exp(x.Number), Math.Exp(x.High) * x.Error);
    }

    /// <summary>The natural logarithm, of fractions of any size; ln(1) is exactly 0.</summary>
    public static Value Ln(Value value)
    {
        if (value is Exact { IsRational: true } exact && exact.Sign > 0)
        {
            if (exact.Whole == Rational.One)
            {
                return new Exact(Rational.Zero);
            }

            // Beyond the range of doubles: numerator and denominator separately.
            if (Math.Max(exact.Whole.Numerator.GetBitLength(), exact.Whole.Denominator.GetBitLength()) > 1000)
            {
                var (top, bottom) = (LnInteger(exact.Whole.Numerator), LnInteger(exact.Whole.Denominator));
                return Approximate.Of(top.Number - bottom.Number, top.Error + bottom.Error);
            }
        }

        var x = Arithmetic.Approximate(value);
        return x.Low > 0
            ? Approximate.Of(Math.Log(x.Number), x.Error / x.Low)
            : throw new MathException("A logarithm needs a positive number.");
    }

    /// <summary>Applies a function of one argument by name; null when there is none of this name.</summary>
    public static Value? Apply(string name, Value value)
    {
        if (value is Exact { IsZero: true } && name is "sin" or "tan" or "asin" or "atan" or "sinh" or "tanh" or "cos" or "cosh")
        {
            return new Exact(name is "cos" or "cosh" ? Rational.One : Rational.Zero);
        }

        return name switch
        {
            "exp" => Exp(value),
            "ln" => Ln(value),
            "sin" or "cos" or "tan" or "asin" or "acos" or "atan" or "sinh" or "cosh" or "tanh" =>
                Apply(name, Arithmetic.Approximate(value)),
            _ => null,
        };
    }

    private static Approximate Apply(string name, Approximate x)
    {
        switch (name)
        {
            case "sin":
                return Wave(Math.Sin(Periodic(x).Number), x);
            case "cos":
                return Wave(Math.Cos(Periodic(x).Number), x);
            case "tan":
                var tangent = Math.Tan(Periodic(x).Number);
                var slope = 1 + Math.Pow(Math.Abs(tangent) + 1e-300, 2);

                // The slope grows within the interval; twice the slope bounds it while the error is small next to the distance to the pole.
                return slope * x.Error * Math.Abs(tangent) < 0.1
                    ? Approximate.Of(tangent, 2 * slope * x.Error)
                    : throw new MathException("The tangent is not defined here, or too near to where it is not.");
            case "asin" or "acos":
                return Arc(name, x);
            case "atan":
                return Approximate.Of(Math.Atan(x.Number), x.Error);
            case "sinh":
                return Approximate.Of(Math.Sinh(x.Number), Math.Cosh(Math.Max(Math.Abs(x.Low), Math.Abs(x.High))) * x.Error);
            case "cosh":
                return Approximate.Of(Math.Cosh(x.Number), Math.Cosh(Math.Max(Math.Abs(x.Low), Math.Abs(x.High))) * x.Error);
            default:
                return Approximate.Of(Math.Tanh(x.Number), x.Error);
        }
    }

    // Rounding is relative to the result; near a zero the library's argument reduction is as good as elsewhere.
    private static Approximate Wave(double result, Approximate x) => Approximate.Of(result, x.Error);

    private static Approximate Periodic(Approximate x) => x.Error < 0.1
        ? x
        : throw new MathException("The argument of the trigonometric function is too large to know its place in the period.");

    private static Approximate Arc(string name, Approximate x)
    {
        if (x.Low > 1 || x.High < -1)
        {
            throw new MathException($"{name} needs a number from -1 to 1.");
        }

        var number = Math.Clamp(x.Number, -1, 1);
        var far = Math.Min(1, Math.Abs(number) + x.Error);

        // At the ends the slope is infinite, and the error follows the square root: acos(1 - d) is about sqrt(2d).
        var error = far < 1 - (4 * x.Error) ? x.Error / Math.Sqrt(1 - (far * far)) * 1.5 : 4 * Math.Sqrt(x.Error);
        return Approximate.Of(name == "asin" ? Math.Asin(number) : Math.Acos(number), error);
    }

    private static Approximate LnInteger(BigInteger value)
    {
        // ln(m 2^k) = ln m + k ln 2 with 64 bits in m.
        var shift = (int)Math.Max(0, value.GetBitLength() - 64);
        var (mantissa, power) = (Math.Log((double)(value >> shift)), shift * Math.Log(2));
        return Approximate.Of(mantissa + power, (Math.Abs(mantissa) + power) * 1e-15);
    }
}
