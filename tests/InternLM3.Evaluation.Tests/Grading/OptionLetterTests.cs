using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class OptionLetterTests
{
    [Theory]
    [InlineData("Let me think.\nANSWER: C", 'C')]
    [InlineData("answer: b", 'B')]
    [InlineData("**Answer:** D", 'D')]
    [InlineData("**Answer: (A)**", 'A')]
    [InlineData("ANSWER: $\\boxed{B}$", 'B')]
    [InlineData("ANSWER: \\text{C}", 'C')]
    [InlineData("ANSWER: $LETTER means one of them. The answer is B.", 'B')]
    [InlineData("Thus \\boxed{C}.", 'C')]
    [InlineData("Thus $\\boxed{\\text{(D)}}$.", 'D')]
    [InlineData("\\boxed{A) 12}", 'A')]
    [InlineData("The correct answer is B.", 'B')]
    [InlineData("the answer is option (C) because A is wrong", 'C')]
    [InlineData("A common mistake is to add. The best choice is D", 'D')]
    [InlineData("Option B is correct, A is not.", 'B')]
    [InlineData("答案是A", 'A')]
    [InlineData("答案：B", 'B')]
    [InlineData("答案: **C**", 'C')]
    [InlineData("答案应该选D。", 'D')]
    [InlineData("答案为 (B)", 'B')]
    [InlineData("综上所述，故选C。", 'C')]
    [InlineData("因此选择D", 'D')]
    [InlineData("只有选项B是正确的", 'B')]
    [InlineData("说法正确的是A", 'A')]
    [InlineData("C是正确的", 'C')]
    [InlineData("选项D正确", 'D')]
    [InlineData("分析如下，所以 B。", 'B')]
    [InlineData("A", 'A')]
    [InlineData("B.", 'B')]
    [InlineData("(C)", 'C')]
    [InlineData("D) the last one", 'D')]
    [InlineData("C: Paris", 'C')]
    [InlineData("I think it must be C", 'C')]
    [InlineData("Paris", null)]
    [InlineData("Berlin, Dresden, Aachen and Celle", null)]
    [InlineData("The answer is a triangle.", null)]
    [InlineData("", null)]
    [InlineData("42", null)]
    public void Extract_FourOptions_IsTheLetterDecidedFor(string answer, char? expected) => Assert.Equal(expected, OptionLetter.Extract(answer));

    [Theory]
    [InlineData("ANSWER: P", 'P')]
    [InlineData("The answer is (J).", 'J')]
    [InlineData("I think so. ANSWER: E", 'E')]
    [InlineData("I am not sure.", null)]
    public void Extract_SixteenOptions_TakesTheirLetters(string answer, char? expected) => Assert.Equal(expected, OptionLetter.Extract(answer, "ABCDEFGHIJKLMNOP"));

    [Fact]
    public void Extract_LetterThatIsNoOption_IsNone() => Assert.Null(OptionLetter.Extract("ANSWER: E"));

    [Fact]
    public void Extract_SeveralAnswers_IsTheFirst() => Assert.Equal('A', OptionLetter.Extract("ANSWER: A\nANSWER: B"));

    [Fact]
    public void Extract_LongTextOfNothing_ComesBack() => Assert.Null(OptionLetter.Extract(string.Concat(Enumerable.Repeat("答案 **((( the answer is ", 5_000))));
}
