using InternLM3.Tools;

namespace InternLM3.Tests.Tools;

public sealed class CodeBlockTests
{
    [Theory]
    [InlineData("\n```python\nprint(1)\n```\n", "print(1)")]
    [InlineData("````\nprint('```')\n````", "print('```')")]
    [InlineData("```python\nprint(1)", "print(1)")]
    [InlineData("  print(1) ", "print(1)")]
    [InlineData("```python```", "```python```")]
    [InlineData("```python\n```", "")]
    [InlineData("", "")]
    public void Unwrap_APayload_GivesTheCode(string payload, string code) => Assert.Equal(code, CodeBlock.Unwrap(payload));
}
