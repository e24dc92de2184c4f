using System.Text;
using InternLM3.Thinking;

namespace InternLM3.Tests.Thinking;

public sealed class AnswerSplitterTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("one", "", "one")]
    [InlineData("one\ntwo\n", "", "one\ntwo\n")]
    [InlineData("one\n\ntwo", "one\n\n", "two")]
    [InlineData("one\n \t\n\n\ntwo\n\n", "one\n \t\n\n\n", "two\n\n")]
    [InlineData("\n\none", "", "\n\none")]
    [InlineData("one\r\n\r\ntwo", "one\r\n\r\n", "two")]
    [InlineData("one\n\ntwo\n\nthree", "one\n\ntwo\n\n", "three")]
    [InlineData("## Steps\n1. a\n## Verification\nb\nThe answer is \\boxed{95}.", "## Steps\n1. a\n## Verification\nb\n", "The answer is \\boxed{95}.")]
    [InlineData("## 步骤\n1. a\n答案是 \\boxed{95}。", "## 步骤\n1. a\n", "答案是 \\boxed{95}。")]
    [InlineData("one\n\nSo \\boxed{5}.\n\nI hope this helps.", "one\n\n", "So \\boxed{5}.\n\nI hope this helps.")]
    [InlineData("So \\boxed{5}.\n\nLet me check.\n\n\\boxed{6}", "So \\boxed{5}.\n\nLet me check.\n\n", "\\boxed{6}")]
    [InlineData("one\n\nAnswers:\n(a) \\boxed{1}\n(b) \\boxed{2}\n", "one\n\nAnswers:\n", "(a) \\boxed{1}\n(b) \\boxed{2}\n")]
    [InlineData("one\n\nThus\n\\[\n\n\\boxed{5}\n\n\\]\n", "one\n\nThus\n", "\\[\n\n\\boxed{5}\n\n\\]\n")]
    [InlineData("one\n\nThus $$x\n\n= \\boxed{5}$$", "one\n\n", "Thus $$x\n\n= \\boxed{5}$$")]
    [InlineData("one\n\n```\na\n\nb \\boxed{1}\n```\n", "one\n\n", "```\na\n\nb \\boxed{1}\n```\n")]
    [InlineData("one\n\n~~~~\na\n\n~~~\n\nb\n~~~~\n\ntwo", "one\n\n~~~~\na\n\n~~~\n\nb\n~~~~\n\n", "two")]
    [InlineData("one\n\n```never closed\n\ntwo\n\nthree", "one\n\n", "```never closed\n\ntwo\n\nthree")]
    [InlineData("a ```x``` b\n```x```\n\ntwo", "a ```x``` b\n```x```\n\n", "two")]
    [InlineData("a \\\\[2pt] b\n\ntwo", "a \\\\[2pt] b\n\n", "two")]
    [InlineData("\\[ a \\] and $$b$$\n\ntwo", "\\[ a \\] and $$b$$\n\n", "two")]
    public void Finish_AText_GivesReasoningAndAnswer(string text, string reasoning, string answer)
    {
        var whole = Split([text]);
        var byCharacter = Split([.. text.Select(c => c.ToString())]);

        Assert.Equal((reasoning, answer), whole);
        Assert.Equal(whole, byCharacter);
    }

    [Fact]
    public void Append_ASecondParagraph_GivesTheFirstAtOnce()
    {
        var splitter = new AnswerSplitter();

        Assert.Equal("", splitter.Append("one\n\n"));
        Assert.Equal("one\n\n", splitter.Append("two\n"));
    }

    [Fact]
    public void Drain_AfterText_GivesAllOfItAndStartsAnew()
    {
        var splitter = new AnswerSplitter();
        splitter.Append("So \\boxed{1}\n```\n\nmore");

        Assert.Equal("So \\boxed{1}\n```\n\nmore", splitter.Drain());
        Assert.Equal("one\n\n", splitter.Append("one\n\ntwo\n"));
    }

    private static (string Reasoning, string Answer) Split(string[] pieces)
    {
        var splitter = new AnswerSplitter();
        var reasoning = new StringBuilder();
        foreach (var piece in pieces)
        {
            reasoning.Append(splitter.Append(piece));
        }

        var (rest, answer) = splitter.Finish();
        return (reasoning.Append(rest).ToString(), answer);
    }
}
