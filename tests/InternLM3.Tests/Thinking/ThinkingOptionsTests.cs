using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Thinking;

public sealed class ThinkingOptionsTests
{
    [Fact]
    public void From_AnEffort_SetsBudgetAndMode()
    {
        Assert.Equal(new ThinkingOptions(2048, ReasoningMode.Whole), ThinkingOptions.From(new() { Effort = ReasoningEffort.Low }));
        Assert.Equal(new ThinkingOptions(8192, ReasoningMode.Split), ThinkingOptions.From(new() { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full }));
        Assert.Equal(new ThinkingOptions(16384, ReasoningMode.AnswerOnly), ThinkingOptions.From(new() { Effort = ReasoningEffort.ExtraHigh, Output = ReasoningOutput.None }));
    }

    [Fact]
    public void From_NoEffort_IsNoThinking()
    {
        Assert.Equal(default, ThinkingOptions.From(null));
        Assert.Equal(default, ThinkingOptions.From(new() { Output = ReasoningOutput.Full }));
        Assert.Equal(default, ThinkingOptions.From(new() { Effort = ReasoningEffort.None, Output = ReasoningOutput.None }));
    }
}
