using System.Globalization;
using System.Numerics;

namespace InternLM3.SemanticKernel.Plugins.Mathematics.Values;

/// <summary>A fraction in lowest terms with a positive denominator.</summary>
internal readonly record struct Rational : IComparable<Rational>
{
    private readonly BigInteger _denominatorLessOne;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        Numerator = numerator;
        _denominatorLessOne = denominator - 1;
    }

    public static Rational Zero => default;

    public static Rational One { get; } = new(1, 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => _denominatorLessOne + 1;

    public bool IsInteger => _denominatorLessOne.IsZero;

    public bool IsZero => Numerator.IsZero;

    public int Sign => Numerator.Sign;

    /// <summary>Bits of numerator and denominator together.</summary>
    public double Bits => Numerator.GetBitLength() + (double)Denominator.GetBitLength();

    public static implicit operator Rational(BigInteger value) => new(value, 1);

    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>Reduces a fraction whose denominator is not zero.</summary>
    public static Rational Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsOne)
        {
            return new Rational(numerator, 1);
        }

        var gcd = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        return new Rational(numerator / gcd, denominator / gcd);
    }

    public static Rational operator +(Rational a, Rational b) => a.IsInteger && b.IsInteger
        ? new Rational(a.Numerator + b.Numerator, 1)
        : Of((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    public static Rational operator -(Rational a, Rational b) => a + -b;

    public static Rational operator *(Rational a, Rational b) => Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Rational operator /(Rational a, Rational b) => b.IsZero
        ? throw new MathException("Division by zero.")
        : Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    public int CompareTo(Rational other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public Rational Abs() => new(BigInteger.Abs(Numerator), Denominator);

    /// <summary>The largest integer not above.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Numerator, Denominator, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    public override string ToString() => IsInteger
        ? Numerator.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
