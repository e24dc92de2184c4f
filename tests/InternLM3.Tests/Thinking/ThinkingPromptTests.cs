using System.Security.Cryptography;
using System.Text;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Thinking;

public sealed class ThinkingPromptTests
{
    [Fact]
    public void Default_Bytes_AreTheModelCards() => Assert.Equal(
        "e28ddb4dc2001db12cb37abed508a66c4263532eb2c9d36d95a17fdd316d2936",
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ThinkingPrompt.Default))));

    [Fact]
    public void Create_TheDefaultBudget_IsTheDefaultPrompt() => Assert.Equal(ThinkingPrompt.Default, ThinkingPrompt.Create(ThinkingPrompt.DefaultBudget));

    [Fact]
    public void Create_AnotherBudget_ReplacesTheNumberAlone() =>
        Assert.Equal(ThinkingPrompt.Default, ThinkingPrompt.Create(1024).Replace("[[1024]]", "[[8192]]", StringComparison.Ordinal));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Create_NoBudget_Throws(int budget) => Assert.Throws<ArgumentOutOfRangeException>(() => ThinkingPrompt.Create(budget));

    [Theory]
    [InlineData(ReasoningEffort.Low, 2048)]
    [InlineData(ReasoningEffort.Medium, 4096)]
    [InlineData(ReasoningEffort.High, 8192)]
    [InlineData(ReasoningEffort.ExtraHigh, 16384)]
    public void BudgetFor_AnEffort_IsItsBudget(ReasoningEffort effort, int budget) => Assert.Equal(budget, ThinkingPrompt.BudgetFor(effort));

    [Fact]
    public void BudgetFor_NoEffort_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => ThinkingPrompt.BudgetFor(ReasoningEffort.None));
}
