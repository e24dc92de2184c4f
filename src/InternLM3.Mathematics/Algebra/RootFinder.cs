using System.Numerics;
using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Values;
using MathNet.Numerics;

namespace InternLM3.Mathematics.Algebra;

/// <summary>
/// Finds all complex roots of a polynomial: exact when rational or when a quadratic factor remains, numeric otherwise.
/// </summary>
internal static class RootFinder
{
    /// <summary>The roots, the real ones first and in order.</summary>
    public static List<Root> Find(Polynomial polynomial, Arithmetic arithmetic)
    {
        var roots = new List<Root>();
        foreach (var (factor, multiplicity) in SquareFree(polynomial, arithmetic))
        {
            roots.AddRange(OfSquareFree(factor, multiplicity, arithmetic));
        }

        return [.. roots.OrderBy(root => !root.IsReal)
            .ThenBy(root => Arithmetic.Approximate(root.Real).Number)
            .ThenByDescending(root => Arithmetic.Approximate(root.Imaginary).Number)];
    }

    // Yun's algorithm: factors without multiple roots, each with the multiplicity of its roots.
    private static IEnumerable<(Polynomial Factor, int Multiplicity)> SquareFree(Polynomial p, Arithmetic arithmetic)
    {
        var derivative = p.Derivative();
        var common = p.Gcd(derivative, arithmetic);
        var b = p.Divide(common, arithmetic).Quotient;
        var d = derivative.Divide(common, arithmetic).Quotient.Plus(b.Derivative().Negate(), arithmetic);
        for (var multiplicity = 1; b.Degree > 0; multiplicity++)
        {
            var factor = b.Gcd(d, arithmetic);
            b = b.Divide(factor, arithmetic).Quotient;
            d = d.Divide(factor, arithmetic).Quotient.Plus(b.Derivative().Negate(), arithmetic);
            if (factor.Degree > 0)
            {
                yield return (factor, multiplicity);
            }
        }
    }

    private static IEnumerable<Root> OfSquareFree(Polynomial p, int multiplicity, Arithmetic arithmetic)
    {
        var roots = new List<Root>();
        var rest = p;
        if (p.Degree > 2)
        {
            foreach (var candidate in Numeric(p)
                .Where(z => Math.Abs(z.Imaginary) < 1e-6)
                .Select(z => Near(z.Real, p.Primitive()[^1]))
                .OfType<Rational>()
                .Distinct())
            {
                if (p.Value(candidate, arithmetic).IsZero)
                {
                    roots.Add(new Root(new Exact(candidate), 0, multiplicity));
                    rest = rest.Divide(new Polynomial([-candidate, Rational.One]), arithmetic).Quotient;
                }
            }
        }

        return roots.Concat(rest.Degree switch
        {
            < 1 => [],
            1 => [new Root(new Exact(arithmetic.Over(-rest.Coefficients[0], rest.Leading)), 0, multiplicity)],
            2 => Quadratic(rest, multiplicity, arithmetic),
            _ => Polished(rest, multiplicity, arithmetic),
        });
    }

    private static IEnumerable<Root> Quadratic(Polynomial p, int multiplicity, Arithmetic arithmetic)
    {
        var (c, b, a) = (p.Coefficients[0], p.Coefficients[1], p.Coefficients[2]);
        var discriminant = arithmetic.Plus(arithmetic.Times(b, b), -arithmetic.Times(4, arithmetic.Times(a, c)));
        var center = new Exact(arithmetic.Over(-b, arithmetic.Times(2, a)));
        var offset = arithmetic.Multiply(
            arithmetic.SquareRoot(discriminant.Abs()), new Exact(arithmetic.Over(1, arithmetic.Times(2, a.Abs()))));
        return discriminant.Sign < 0
            ? [new Root(center, offset, multiplicity), new Root(center, Arithmetic.Negate(offset), multiplicity)]
            : [new Root(arithmetic.Subtract(center, offset), 0, multiplicity), new Root(arithmetic.Add(center, offset), 0, multiplicity)];
    }

    private static Complex[] Numeric(Polynomial p)
    {
        var coefficients = p.Coefficients.Select(c => Arithmetic.Approximate(new Exact(c)).Number).ToArray();
        return FindRoots.Polynomial(coefficients);
    }

    // The fraction nearest to a double whose denominator divides the leading coefficient.
    private static Rational? Near(double x, BigInteger leading)
    {
        var scaled = x * (double)BigInteger.Abs(leading);
        return double.IsFinite(scaled) && Math.Abs(scaled) < 1e15
            ? Rational.Of(new BigInteger(Math.Round(scaled)), BigInteger.Abs(leading))
            : null;
    }

    // Newton's steps on exact values of the polynomial; then some root lies within n |p(z) / p'(z)| of z, whatever the rounding was.
    private static IEnumerable<Root> Polished(Polynomial p, int multiplicity, Arithmetic arithmetic)
    {
        var derivative = p.Derivative();
        foreach (var start in Numeric(p))
        {
            var z = Math.Abs(start.Imaginary) < 1e-9 * (1 + start.Magnitude) ? new Complex(start.Real, 0) : start;
            var step = Complex.Zero;
            for (var i = 0; i < 4; i++)
            {
                step = Step(p, derivative, z, arithmetic);
                z = i < 3 ? z - step : z;
            }

            var bound = p.Degree * step.Magnitude * 1.01;
            if (z.Imaginary != 0 && Math.Abs(z.Imaginary) <= bound)
            {
                throw new MathException("Two roots are too close to be told apart in double precision.");
            }

            yield return new Root(Approximate.Of(z.Real, bound), z.Imaginary == 0 ? 0 : Approximate.Of(z.Imaginary, bound), multiplicity);
        }
    }

    private static Complex Step(Polynomial p, Polynomial derivative, Complex z, Arithmetic arithmetic)
    {
        var (real, imaginary) = (Exactly(z.Real), Exactly(z.Imaginary));
        var value = p.Value(real, imaginary, arithmetic);
        var slope = derivative.Value(real, imaginary, arithmetic);
        var norm = arithmetic.Plus(arithmetic.Times(slope.Real, slope.Real), arithmetic.Times(slope.Imaginary, slope.Imaginary));
        return norm.IsZero
            ? throw new MathException("The roots cannot be found numerically; they are too close to each other.")
            : new Complex(
                ToDouble(arithmetic.Over(
                    arithmetic.Plus(arithmetic.Times(value.Real, slope.Real), arithmetic.Times(value.Imaginary, slope.Imaginary)), norm)),
                ToDouble(arithmetic.Over(
                    arithmetic.Plus(arithmetic.Times(value.Imaginary, slope.Real), -arithmetic.Times(value.Real, slope.Imaginary)), norm)));
    }

    private static double ToDouble(Rational value) => Arithmetic.Approximate(new Exact(value)).Number;

    private static Rational Exactly(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new MathException("The roots are too large or too small for double precision.");
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        var power = Math.Max(exponent, 1) - 1075;
        BigInteger number = value < 0 ? -mantissa : mantissa;
        return power >= 0 ? number << power : Rational.Of(number, BigInteger.One << -power);
    }
}
