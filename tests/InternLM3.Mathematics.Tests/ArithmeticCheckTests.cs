namespace InternLM3.Mathematics.Tests;

public sealed class ArithmeticCheckTests
{
    private readonly MathPlugin _plugin = new();

    [Theory]
    [InlineData("6 * 9 = 54", 1)]
    [InlineData("1. 20 * 9 = 180, then 54 + 180 = 234.", 2)]
    [InlineData("7 * 12 + 12 = 84 + 12 = 96, which matches.", 2)]
    [InlineData("Subtract 12 from both sides: 7x = 96 - 12 = 84", 1)]
    [InlineData("7x + 12 = 96, x - 3 = 5, 4 = 2x", 0)]
    [InlineData("10 / 3 = 3.33", 1)]
    [InlineData("30 / 4 = 7 remainder 2; 30 / 4 = 7 余 2", 0)]
    [InlineData("$\\frac{1}{2} + \\frac{1}{3} = \\frac{5}{6}$ and 3 \\times 4 = 12", 2)]
    [InlineData("所以 12 × 4 = 48。", 1)]
    [InlineData("x = 5; the year = 1999", 0)]
    [InlineData("1/0 = 5", 0)]
    [InlineData("", 0)]
    public void CheckArithmetic_WhatHolds_IsCounted(string text, int count)
    {
        var check = _plugin.CheckArithmetic(text);

        Assert.Equal((count, ""), (check.Checked, string.Join("; ", check.Wrong)));
    }

    [Theory]
    [InlineData("20 * 9 = 170", "20 * 9 = 170 (it is 180)")]
    [InlineData("so 12 * 9 = 100 + 7 = 107", "12 * 9 = 100 + 7 (it is 108)")]
    [InlineData("10 / 3 = 3", "10 / 3 = 3 (it is 10/3)")]
    [InlineData("tens: 4 + 2 = 7, write 7", "4 + 2 = 7 (it is 6)")]
    public void CheckArithmetic_WhatIsWrong_IsTold(string text, string wrong) => Assert.Equal([wrong], _plugin.CheckArithmetic(text).Wrong);

    [Fact]
    public void CheckArithmetic_LongText_EndsAtALimit() =>
        Assert.Throws<MathException>(() => _plugin.CheckArithmetic(new string('1', 10_001)));
}
