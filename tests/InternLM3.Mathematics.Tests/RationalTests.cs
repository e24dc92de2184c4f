using System.Numerics;

namespace InternLM3.Mathematics.Tests;

public sealed class RationalTests
{
    [Theory]
    [InlineData(6, 4, "3/2")]
    [InlineData(6, -4, "-3/2")]
    [InlineData(-6, -3, "2")]
    [InlineData(0, -7, "0")]
    [InlineData(5, 1, "5")]
    public void Of_AFraction_IsInLowestTermsWithAPositiveDenominator(int numerator, int denominator, string expected) =>
        Assert.Equal(expected, Rational.Of(numerator, denominator).ToString());

    [Fact]
    public void Default_IsZero()
    {
        Assert.Equal(Rational.Of(0, 3), default);
        Assert.Equal(1, default(Rational).Denominator);
    }

    [Fact]
    public void Operators_TwoFractions_AreExact()
    {
        var (third, quarter) = (Rational.Of(1, 3), Rational.Of(1, 4));

        Assert.Equal(Rational.Of(7, 12), third + quarter);
        Assert.Equal(Rational.Of(1, 12), third - quarter);
        Assert.Equal(Rational.Of(1, 12), third * quarter);
        Assert.Equal(Rational.Of(4, 3), third / quarter);
        Assert.Equal(third, (-third).Abs());
        Assert.True(quarter < third);
        Assert.True(-quarter > -third);
    }

    [Fact]
    public void Division_ByZero_Throws() => Assert.Throws<DivideByZeroException>(() => Rational.One / Rational.Zero);

    [Theory]
    [InlineData(7, 2, 3)]
    [InlineData(-7, 2, -4)]
    [InlineData(-6, 2, -3)]
    public void Floor_OfAFraction_IsTheLargestIntegerNotAbove(int numerator, int denominator, int expected) =>
        Assert.Equal(expected, Rational.Of(numerator, denominator).Floor());

    [Fact]
    public void ToDouble_PartsBeyondADouble_IsTheirQuotient()
    {
        var huge = BigInteger.Pow(10, 400);

        Assert.Equal(1.5, Rational.Of((3 * huge) + 1, 2 * huge).ToDouble(), 1e-12);
        Assert.Equal(-0.25, Rational.Of(-1, 4).ToDouble());
    }

    [Fact]
    public void Bits_OfAFraction_CountsBothParts() => Assert.Equal(5, Rational.Of(5, 2).Bits);
}
