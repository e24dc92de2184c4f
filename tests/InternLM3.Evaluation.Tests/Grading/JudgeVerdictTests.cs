using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class JudgeVerdictTests
{
    [Theory]
    [InlineData("A", 'A')]
    [InlineData(" B.\n", 'B')]
    [InlineData("**C**", 'C')]
    [InlineData("A: CORRECT", 'A')]
    [InlineData("B (INCORRECT)", 'B')]
    [InlineData("A careful look shows that they differ.\n\nB", 'B')]
    [InlineData("Compare A and B.\nVerdict: A", 'A')]
    [InlineData("The verdict is **B**.", 'B')]
    [InlineData("$\\boxed{A}$", 'A')]
    [InlineData("结论：B", 'B')]
    [InlineData("First I thought the answer is A. The final answer is B", 'B')]
    [InlineData("This is INCORRECT", 'B')]
    [InlineData("It is CORRECT.", 'A')]
    [InlineData("A careful look shows nothing.", null)]
    [InlineData("", null)]
    public void Read_Reply_IsTheVerdict(string reply, char? expected) => Assert.Equal(expected, JudgeVerdict.Read(reply));

    [Fact]
    public void Read_LongReply_ComesBack() => Assert.Null(JudgeVerdict.Read(string.Concat(Enumerable.Repeat("verdict is  : * ", 10_000))));
}
