using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class CodeAnswerTests
{
    [Theory]
    [InlineData("Here:\n```python\ndef f():\n    return 1\n```\nDone.", "def f():\n    return 1")]
    [InlineData("```\nx = 1\n```", "x = 1")]
    [InlineData("```python\r\nx = 1\r\n```", "x = 1")]
    [InlineData("~~~py\nx = 1\n~~~", "x = 1")]
    [InlineData("````\n```\ninner\n```\n````", "```\ninner\n```")]
    [InlineData("- item\n  ```python\n  def f():\n      return 1\n  ```", "def f():\n    return 1")]
    [InlineData("```python\nx = 1\ncut", "x = 1\ncut")]
    [InlineData("```\n\n```\n```\nx = 2\n```", "x = 2")]
    [InlineData("use ```x``` here", null)]
    [InlineData("def f(): pass", null)]
    [InlineData("", null)]
    public void Extract_Text_IsTheFirstBlock(string text, string? expected) => Assert.Equal(expected, CodeAnswer.Extract(text));

    [Fact]
    public void Extract_Last_IsTheLastBlock() => Assert.Equal("b", CodeAnswer.Extract("```\na\n```\n```\nb\n```", last: true));
}
