using InternLM3.Thinking;

namespace InternLM3.Tests.Thinking;

public sealed class BoxedAnswerTests
{
    [Theory]
    [InlineData(@"The answer is \boxed{95}.", "95")]
    [InlineData(@"\boxed{1} then \boxed{2}", "2")]
    [InlineData(@"\[\boxed{\frac{1}{2}}\]", @"\frac{1}{2}")]
    [InlineData(@"\boxed{ x = {a}_{b} }", "x = {a}_{b}")]
    [InlineData(@"\boxed{{5}}", "5")]
    [InlineData(@"\boxed{{a}{b}}", "{a}{b}")]
    [InlineData(@"\boxed{\{1, 2\}}", @"\{1, 2\}")]
    [InlineData(@"\boxed{\left\{1\right.}", @"\left\{1\right.")]
    [InlineData(@"\boxed{\boxed{7}}", "7")]
    [InlineData(@"\fbox{3}", "3")]
    [InlineData(@"\boxed{4} \fbox{3}", "4")]
    [InlineData(@"$\boxed 5$", "5")]
    [InlineData(@"is \boxed 12.", "12")]
    [InlineData(@"\(\boxed5\)", "5")]
    [InlineData("答案是 \\boxed{95}。", "95")]
    [InlineData("答案是\\boxed｛95｝。", "95")]
    [InlineData("\\boxed 95。", "95")]
    [InlineData("\\boxed{a，b。}", "a，b。")]
    [InlineData("\\boxed\n{8}", "8")]
    [InlineData(@"\boxed{6} and \boxedfoo{7}", "6")]
    public void TryExtract_ABox_GivesWhatItHolds(string text, string expected)
    {
        Assert.True(BoxedAnswer.TryExtract(text, out var answer));
        Assert.Equal(expected, answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no box")]
    [InlineData(@"\boxed")]
    [InlineData(@"\boxed{")]
    [InlineData(@"\boxed{1")]
    [InlineData(@"\boxed{{1}")]
    [InlineData(@"\boxed{1} and \boxed{2")]
    [InlineData(@"\boxed{}")]
    [InlineData(@"\boxed{ }")]
    [InlineData(@"\boxed }5{")]
    [InlineData(@"\boxed{\")]
    [InlineData("boxed{5}")]
    public void TryExtract_NoClosedBox_IsFalse(string text)
    {
        Assert.False(BoxedAnswer.TryExtract(text, out var answer));
        Assert.Null(answer);
    }

    [Fact]
    public void TryExtract_AnyText_Ends()
    {
        var random = new Random(5);
        string[] parts = ["\\boxed", "\\fbox", "{", "}", "｛", "｝", "\\", "5", " ", "。", "x", "\n", "$"];
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(random.GetItems(parts, random.Next(12)));

            var found = BoxedAnswer.TryExtract(text, out var answer);

            Assert.True(found ? answer!.Length > 0 && text.Contains(answer, StringComparison.Ordinal) : answer is null, text);
        }
    }
}
