using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class BoxedAnswerTests
{
    [Theory]
    [InlineData(@"So \boxed{5}.", "5")]
    [InlineData(@"First \boxed{4}, then \boxed{\frac{1}{2}}", @"\frac{1}{2}")]
    [InlineData(@"\boxed{\{1, 2\}}", @"\{1, 2\}")]
    [InlineData(@"\fbox{7}", "7")]
    [InlineData(@"\boxed{{8}}", "8")]
    [InlineData(@"\boxed{9", null)]
    [InlineData(@"\boxed{}", null)]
    [InlineData("no box", null)]
    public void Extract_Text_IsWhatTheLastBoxHolds(string text, string? expected) => Assert.Equal(expected, BoxedAnswer.Extract(text));
}
