namespace InternLM3.Mathematics.Tests;

/// <summary>Hostile input. What is counted is work, not time: with almost no work allowed, a refusal by size came before any work.</summary>
public sealed class MathLimitsTests
{
    public static TheoryData<string> TooLarge =>
    [
        "9^9^9^9", "9^999999", "(1/3)^999999999", "2^(2^40)", "(1 + sqrt(2))^999999", "1000000!", "99999999999999999999!", "200000!!", "binomial(10^9, 10^8)",
        "permutations(10^9, 10^8)", "1e999999999", "1e-99999999999999999999", "0.5e-999999", "round(1, 10^9)",
    ];

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void Evaluate_LargeResult_IsRefusedBeforeItIsComputed(string expression)
    {
        var error = new MathPlugin(new MathLimits { Work = 5_000 }).Evaluate(expression).Error;

        Assert.Contains("digits, and 19728 are allowed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("sqrt(")]
    [InlineData("2^")]
    [InlineData("|")]
    [InlineData("{")]
    [InlineData("sin ")]
    [InlineData("√")]
    [InlineData("\\frac{")]
    public void Evaluate_DeepNesting_IsRefused(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 1200));

        Assert.Contains("nested deeper than 100 levels", new MathPlugin().Evaluate(text + "1").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ManyFactorials_AreRefused() => Assert.NotNull(new MathPlugin().Evaluate("3" + string.Concat(Enumerable.Repeat("! ", 3000))).Error);

    [Fact]
    public void Evaluate_LongInput_IsRefused() =>
        Assert.Equal("The input has 10001 characters, and 10000 are allowed.", new MathPlugin().Evaluate(new string('1', 10_001)).Error);

    [Fact]
    public void Evaluate_LongSumWithinTheLimits_IsComputed() =>
        Assert.Equal("2500", new MathPlugin().Evaluate(string.Join("+", Enumerable.Repeat("1", 2500))).Result);

    [Theory]
    [InlineData("1/{0}", "+")]
    [InlineData("({0}/7)^300", "*")]
    [InlineData("sqrt({0}1)", "*")]
    [InlineData("900!/{0}", "+")]
    public void Evaluate_ManyLargeParts_EndAtALimit(string part, string joint)
    {
        var text = string.Join(joint, Enumerable.Range(1000, 600).Select(i => part.Replace("{0}", $"{i}", StringComparison.Ordinal)));

        Assert.Matches("allowed", new MathPlugin(new MathLimits { Work = 20_000 }).Evaluate(text).Error);
    }

    [Fact]
    public void Evaluate_HardDivisors_EndAtTheWorkAllowed() =>
        Assert.Contains("out of reach", new MathPlugin().Factorize("(10^30 + 57)(10^31 + 33)").Error, StringComparison.Ordinal);

    [Fact]
    public void Integrate_WildIntegrand_EndsAtTheWorkAllowed() =>
        Assert.NotNull(new MathPlugin(new MathLimits { Work = 20_000 }).Integrate("sin(1/x)*cos(1/x^2)", "1/10^6", "1").Error);

    [Fact]
    public void Differentiate_ManyFactors_EndAtTheWorkAllowed() =>
        Assert.Contains("more work than is allowed", new MathPlugin().Differentiate(string.Join("*", Enumerable.Repeat("x", 4000))).Error, StringComparison.Ordinal);

    [Fact]
    public void SolveEquation_LargePower_IsRefused() =>
        Assert.NotNull(new MathPlugin().SolveEquation("(x + 1)^(10^9) = 1").Error);

    [Fact]
    public void IsPrime_LongNumber_EndsAtTheWorkAllowed() =>
        Assert.Contains("more work than is allowed", new MathPlugin().IsPrime("2^9941 - 1").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData(nameof(MathLimits.Bits))]
    [InlineData(nameof(MathLimits.Depth))]
    [InlineData(nameof(MathLimits.InputLength))]
    [InlineData(nameof(MathLimits.ResultDigits))]
    [InlineData(nameof(MathLimits.Work))]
    public void Constructor_LimitOutOfRange_IsRefusedByName(string name)
    {
        var limits = new MathLimits();
        limits = name switch
        {
            nameof(MathLimits.Bits) => limits with { Bits = 0 },
            nameof(MathLimits.Depth) => limits with { Depth = 501 },
            nameof(MathLimits.InputLength) => limits with { InputLength = -1 },
            nameof(MathLimits.ResultDigits) => limits with { ResultDigits = 0 },
            _ => limits with { Work = 0 },
        };

        Assert.Equal(name, Assert.Throws<UnsupportedOptionException>(() => new MathPlugin(limits)).Option);
    }
}
