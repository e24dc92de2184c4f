using InternLM3.Chat;
using InternLM3.Tests.Support;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests;

/// <summary>Thinking mode with InternLM3-Tiny, end to end.</summary>
public sealed class InternLM3ChatClientThinkingTests(TinyModel tiny) : IDisposable
{
    private const string Question = "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";
    private const string Answer = "The answer is \\boxed{95}.";

    private readonly InternLM3ChatClient _client = new(tiny.Model);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task GetResponseAsync_HighEffort_SendsTheModelCardsPromptAndAnswersInABox()
    {
        var response = await _client.GetResponseAsync(Question, Options(new() { Effort = ReasoningEffort.High }), Cancellation);

        var prompt = tiny.Model.Tokenizer.Decode((int[])response.Messages[^1].AdditionalProperties![ChatOptionKeys.PromptTokenIds]!);
        Assert.Equal($"system\n{ThinkingPrompt.Default}\nuser\n{Question}\nassistant\n", prompt);
        Assert.StartsWith("## Understanding\n", response.Text, StringComparison.Ordinal);
        Assert.True(BoxedAnswer.TryExtract(response.Text, out var answer));
        Assert.Equal("95", answer);
        Assert.Null(response.Usage!.ReasoningTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_FullOutput_SplitsReasoningAndAnswerAndLosesNothing()
    {
        var whole = await _client.GetResponseAsync(Question, Options(new() { Effort = ReasoningEffort.High }), Cancellation);

        var response = await _client.GetResponseAsync(Question, Options(new() { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full }), Cancellation);

        var reasoning = string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(content => content.Text));
        Assert.Equal(Answer, response.Text);
        Assert.Equal(whole.Text, reasoning + response.Text);
        var usage = response.Usage!;
        Assert.Equal(usage.OutputTokenCount - tiny.Model.Tokenizer.Count(Answer), usage.ReasoningTokenCount);
    }

    [Fact]
    public async Task GetResponseAsync_NoOutputOfReasoning_GivesTheAnswerAlone()
    {
        var response = await _client.GetResponseAsync(Question, Options(new() { Effort = ReasoningEffort.High, Output = ReasoningOutput.None }), Cancellation);

        Assert.Equal(Answer, response.Text);
        Assert.DoesNotContain(response.Messages[0].Contents, content => content is TextReasoningContent);
        Assert.True(response.Usage!.ReasoningTokenCount > 20);
    }

    [Fact]
    public async Task GetResponseAsync_CutByTheLimit_IsAllReasoning()
    {
        var options = Options(new() { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full });
        options.MaxOutputTokens = 20;

        var response = await _client.GetResponseAsync(Question, options, Cancellation);

        Assert.Equal("", response.Text);
        Assert.StartsWith("## Understanding\n", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text, StringComparison.Ordinal);
        Assert.Equal((ChatFinishReason.Length, 20), (response.FinishReason, response.Usage!.ReasoningTokenCount));
    }

    [Fact]
    public async Task GetResponseAsync_WithoutEffort_NothingIsSplit()
    {
        foreach (var reasoning in new ReasoningOptions[] { new() { Output = ReasoningOutput.None }, new() { Output = ReasoningOutput.Full }, new() { Effort = ReasoningEffort.None, Output = ReasoningOutput.Full } })
        {
            var response = await _client.GetResponseAsync("What is 12 + 30?", Options(reasoning), Cancellation);

            Assert.Equal(("12 + 30 = 42.", 19L), (response.Text, response.Usage!.InputTokenCount));
        }
    }

    [Fact]
    public async Task GetResponseAsync_ASummary_IsRefusedByName() => Assert.Equal(
        "Reasoning.Output",
        (await Assert.ThrowsAsync<UnsupportedOptionException>(() => _client.GetResponseAsync(Question, Options(new() { Output = ReasoningOutput.Summary }), Cancellation))).Option);

    private static ChatOptions Options(ReasoningOptions reasoning) => new()
    {
        Temperature = 0,
        Reasoning = reasoning,
        AdditionalProperties = new() { [ChatOptionKeys.ReturnTokenIds] = true },
    };
}
