using System.Numerics;

namespace InternLM3.Mathematics.Values;

/// <summary>
/// The number <c>Whole + Factor * sqrt(Radicand)</c>: a rational when <c>Factor</c> is 0 and <c>Radicand</c> 1. The radicand is
/// positive, no square, and free of squares of primes below 1,000.
/// </summary>
internal sealed record Exact(Rational Whole, Rational Factor, BigInteger Radicand) : Value
{
    public Exact(Rational whole)
        : this(whole, Rational.Zero, BigInteger.One)
    {
    }

    public bool IsRational => Factor.IsZero;

    public bool IsInteger => IsRational && Whole.IsInteger;

    public bool IsZero => IsRational && Whole.IsZero;

    /// <summary>Bits of all its integers together.</summary>
    public double Bits => Whole.Bits + (IsRational ? 0 : Factor.Bits + Radicand.GetBitLength());

    /// <summary>-1, 0 or 1, exact: the squares are compared when the parts have opposite signs.</summary>
    public int Sign => Whole.Sign == Factor.Sign || IsRational ? Whole.Sign
        : Whole.IsZero ? Factor.Sign
        : (Whole * Whole).CompareTo(Factor * Factor * Radicand) is var larger && larger > 0 ? Whole.Sign : Factor.Sign;

    /// <summary>The value times a positive integer, rounded down; the error is less than 1.</summary>
    public BigInteger Scaled(BigInteger scale)
    {
        if (IsRational)
        {
            return (Whole * scale).Floor();
        }

        // Over one denominator: (p + q sqrt(r)) / d, and q sqrt(r) = ±sqrt(q² r).
        var d = Whole.Denominator * Factor.Denominator;
        var p = Whole.Numerator * Factor.Denominator * scale;
        var q = Factor.Numerator * Whole.Denominator * scale;
        var root = IntegerRoot.Square(q * q * Radicand);
        return Rational.Of(p + (q.Sign > 0 ? root : -root - 1), d).Floor();
    }

    public override string ToString()
    {
        if (IsRational)
        {
            return Whole.ToString();
        }

        var magnitude = Factor.Abs();
        var root = $"sqrt({Radicand})";
        var term = magnitude.Numerator.IsOne ? root : $"{magnitude.Numerator}*{root}";
        term = magnitude.IsInteger ? term : $"{term}/{magnitude.Denominator}";
        return Whole.IsZero ? (Factor.Sign < 0 ? $"-{term}" : term) : $"{Whole} {(Factor.Sign < 0 ? '-' : '+')} {term}";
    }
}
