using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class NumberAnswerTests
{
    [Theory]
    [InlineData("She has 5 apples and eats 2, so 3.", "3")]
    [InlineData("#### 1,234", "1234")]
    [InlineData("It costs $18.00.", "18")]
    [InlineData("It costs $0.50", "0.5")]
    [InlineData("The balance is -$5", "-5")]
    [InlineData("The change is -7 degrees", "-7")]
    [InlineData("x = −3", "-3")]
    [InlineData("10-7", "7")]
    [InlineData("(10)-7", "7")]
    [InlineData("1,2,3", "3")]
    [InlineData("12,345,678.90 in all", "12345678.9")]
    [InlineData("007", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("0.0", "0")]
    [InlineData("-0", "0")]
    [InlineData("50%", "50")]
    [InlineData("The answer is **42**.", "42")]
    [InlineData("none", null)]
    [InlineData("", null)]
    public void Last_Text_IsItsLastNumber(string text, string? expected) => Assert.Equal(expected, NumberAnswer.Last(text));
}
