using System.Numerics;
using InternLM3.Mathematics.Evaluation;

namespace InternLM3.Mathematics.Algebra;

/// <summary>A polynomial with rational coefficients, the constant first, without leading zeros; the zero polynomial has none.</summary>
internal sealed record Polynomial
{
    /// <summary>The highest degree allowed.</summary>
    public const int MaxDegree = 64;

    public Polynomial(IEnumerable<Rational> coefficients)
    {
        List<Rational> all = [.. coefficients];
        while (all.Count > 0 && all[^1].IsZero)
        {
            all.RemoveAt(all.Count - 1);
        }

        Coefficients = all.Count - 1 <= MaxDegree
            ? all
            : throw new MathException($"A polynomial of degree {all.Count - 1} is too large; the highest degree is {MaxDegree}.");
    }

    public static Polynomial One { get; } = new([Rational.One]);

    public static Polynomial Variable { get; } = new([Rational.Zero, Rational.One]);

    public IReadOnlyList<Rational> Coefficients { get; }

    public int Degree => Coefficients.Count - 1;

    public bool IsZero => Coefficients.Count == 0;

    public Rational Leading => Coefficients[^1];

    public Polynomial Plus(Polynomial other, Arithmetic arithmetic) =>
        new(Enumerable.Range(0, Math.Max(Coefficients.Count, other.Coefficients.Count)).Select(i => arithmetic.Plus(At(i), other.At(i))));

    public Polynomial Negate() => new(Coefficients.Select(c => -c));

    public Polynomial Times(Polynomial other, Arithmetic arithmetic)
    {
        if (IsZero || other.IsZero)
        {
            return new Polynomial([]);
        }

        if (Degree + other.Degree > MaxDegree)
        {
            throw new MathException($"A polynomial of degree {Degree + other.Degree} is too large; the highest degree is {MaxDegree}.");
        }

        var product = new Rational[Degree + other.Degree + 1];
        for (var i = 0; i <= Degree; i++)
        {
            for (var j = 0; j <= other.Degree; j++)
            {
                product[i + j] = arithmetic.Plus(product[i + j], arithmetic.Times(Coefficients[i], other.Coefficients[j]));
            }
        }

        return new Polynomial(product);
    }

    /// <summary>Quotient and remainder; the divisor is not zero.</summary>
    public (Polynomial Quotient, Polynomial Remainder) Divide(Polynomial divisor, Arithmetic arithmetic)
    {
        Rational[] rest = [.. Coefficients];
        var quotient = new Rational[Math.Max(0, Degree - divisor.Degree + 1)];
        for (var at = quotient.Length - 1; at >= 0; at--)
        {
            quotient[at] = arithmetic.Over(rest[at + divisor.Degree], divisor.Leading);
            for (var i = 0; i <= divisor.Degree; i++)
            {
                rest[at + i] = arithmetic.Plus(rest[at + i], -arithmetic.Times(quotient[at], divisor.Coefficients[i]));
            }
        }

        return (new Polynomial(quotient), new Polynomial(rest));
    }

    /// <summary>The greatest common divisor, its leading coefficient 1.</summary>
    public Polynomial Gcd(Polynomial other, Arithmetic arithmetic)
    {
        var (a, b) = (this, other);
        while (!b.IsZero)
        {
            (a, b) = (b, a.Divide(b, arithmetic).Remainder.Monic(arithmetic));
        }

        return a.Monic(arithmetic);
    }

    public Polynomial Derivative() => new(Coefficients.Skip(1).Select((c, i) => c * (i + 1)));

    public Rational Value(Rational x, Arithmetic arithmetic) =>
        Coefficients.Reverse().Aggregate(Rational.Zero, (sum, c) => arithmetic.Plus(arithmetic.Times(sum, x), c));

    /// <summary>The value at the complex number <c>real + imaginary i</c>.</summary>
    public (Rational Real, Rational Imaginary) Value(Rational real, Rational imaginary, Arithmetic arithmetic) =>
        Coefficients.Reverse().Aggregate((Rational.Zero, Rational.Zero), (sum, c) => (
            arithmetic.Plus(arithmetic.Plus(arithmetic.Times(sum.Item1, real), -arithmetic.Times(sum.Item2, imaginary)), c),
            arithmetic.Plus(arithmetic.Times(sum.Item1, imaginary), arithmetic.Times(sum.Item2, real))));

    /// <summary>Integer coefficients without a common factor of a polynomial with the same roots.</summary>
    public BigInteger[] Primitive()
    {
        var scale = Coefficients.Aggregate(
            BigInteger.One, (lcm, c) => lcm / BigInteger.GreatestCommonDivisor(lcm, c.Denominator) * c.Denominator);
        BigInteger[] integers = [.. Coefficients.Select(c => c.Numerator * (scale / c.Denominator))];
        var gcd = integers.Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
        return [.. integers.Select(c => c / gcd)];
    }

    private Polynomial Monic(Arithmetic arithmetic) => IsZero ? this : new(Coefficients.Select(c => arithmetic.Over(c, Leading)));

    private Rational At(int i) => i < Coefficients.Count ? Coefficients[i] : Rational.Zero;
}
