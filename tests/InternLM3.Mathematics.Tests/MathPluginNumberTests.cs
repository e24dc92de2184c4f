namespace InternLM3.Mathematics.Tests;

public sealed class MathPluginNumberTests
{
    private readonly MathPlugin _plugin = new();

    [Theory]
    [InlineData("2, 4, 4, 4, 5, 5, 7, 9", "count = 8, sum = 40, mean = 5, median = 9/2, mode = 4, min = 2, max = 9, population variance = 4, population standard deviation = 2, sample variance = 32/7, sample standard deviation = 4*sqrt(14)/7")]
    [InlineData("[3]", "count = 1, sum = 3, mean = 3, median = 3, min = 3, max = 3, population variance = 0, population standard deviation = 0")]
    [InlineData("1/2; 0.25", "count = 2, sum = 0.75, mean = 0.375, median = 0.375, min = 0.25, max = 0.5, population variance = 0.015625, population standard deviation = 0.125, sample variance = 0.03125, sample standard deviation = sqrt(2)/8")]
    public void Describe_Lists_AreDescribedExactly(string numbers, string text) => Assert.Equal((text, true), (_plugin.Describe(numbers).Result, _plugin.Describe(numbers).Exact));

    [Theory]
    [InlineData("2", "prime", true)]
    [InlineData("1", "neither prime nor composite", true)]
    [InlineData("-7", "neither prime nor composite", true)]
    [InlineData("561", "composite", true)]
    [InlineData("997^2", "composite", true)]
    [InlineData("3215031751", "composite", true)]
    [InlineData("2^61 - 1", "prime", true)]
    [InlineData("2^127 - 1", "probably prime", false)]
    [InlineData("(2^61 - 1)(2^89 - 1)", "composite", true)]
    public void IsPrime_Numbers_AreToldApart(string number, string kind, bool exact) => Assert.Equal((kind, exact), (_plugin.IsPrime(number).Result, _plugin.IsPrime(number).Exact));

    [Theory]
    [InlineData("360", "2^3 * 3^2 * 5")]
    [InlineData("-12", "-1 * 2^2 * 3")]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("10! + 1", "11 * 329891")]
    [InlineData("1000003 * 1000033", "1000003 * 1000033")]
    [InlineData("1009^2 * 1013", "1009^2 * 1013")]
    [InlineData("2^64 - 1", "3 * 5 * 17 * 257 * 641 * 65537 * 6700417")]
    public void Factorize_Numbers_HaveTheseFactors(string number, string factors) => Assert.Equal(factors, _plugin.Factorize(number).EnsureSuccess().Result);

    [Fact]
    public void Factorize_OutOfReach_NamesTheFactorThatIsLeft()
    {
        var error = _plugin.Factorize("(10^40 + 121)(10^41 + 73)*6").Error;

        Assert.Contains("out of reach", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ff", 16, 2, "11111111")]
    [InlineData("0xFF", 16, 10, "255")]
    [InlineData("-1011", 2, 8, "-13")]
    [InlineData("0", 10, 36, "0")]
    [InlineData("zz", 36, 10, "1295")]
    [InlineData("340282366920938463463374607431768211456", 10, 16, "100000000000000000000000000000000")]
    public void ConvertBase_Integers_AreConverted(string number, int from, int to, string digits) => Assert.Equal(digits, _plugin.ConvertBase(number, from, to).EnsureSuccess().Result);

    [Theory]
    [InlineData("12", 2, 10, "no digit of base 2")]
    [InlineData("1", 1, 10, "take 2 to 36")]
    [InlineData("1", 10, 37, "take 2 to 36")]
    [InlineData("", 10, 2, "empty")]
    [InlineData("1.5", 10, 2, "integer")]
    public void ConvertBase_Wrong_SaysWhatToDo(string number, int from, int to, string part) => Assert.Contains(part, _plugin.ConvertBase(number, from, to).Error, StringComparison.Ordinal);
}
