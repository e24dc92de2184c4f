using System.Text.Json;
using InternLM3.Tests.Support;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.TextGeneration;
using KernelText = Microsoft.SemanticKernel.TextContent;

namespace InternLM3.SemanticKernel.Tests;

public sealed class ThinkingTests(TinyModel tiny)
{
    private const string Problem = "Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?";

    [Fact]
    public async Task GetChatMessageContents_FullReasoning_IsAnItemBesideTheAnswer()
    {
        var answer = await tiny.AnswerAsync(Problem, new InternLM3PromptExecutionSettings { Temperature = 0, ReasoningEffort = "high", ReasoningOutput = ReasoningOutput.Full });

        var reasoning = string.Concat(answer.Items.OfType<ReasoningContent>().Select(item => item.Text));
        var text = string.Concat(answer.Items.OfType<KernelText>().Select(item => item.Text));
        Assert.NotEmpty(reasoning);
        Assert.True(BoxedAnswer.TryExtract(text, out _));
        Assert.True(((UsageDetails)answer.Metadata![InternLM3ChatCompletionService.UsageKey]!).ReasoningTokenCount > 0);
    }

    [Fact]
    public async Task GetStreamingChatMessageContents_FullReasoning_StreamsReasoningThenAnswer()
    {
        var settings = new InternLM3PromptExecutionSettings { Temperature = 0, ReasoningEffort = "high", ReasoningOutput = ReasoningOutput.Full };

        var whole = await tiny.AnswerAsync(Problem, settings);
        var pieces = await tiny.StreamAsync(Problem, settings);

        Assert.Equal(
            string.Concat(whole.Items.OfType<ReasoningContent>().Select(item => item.Text)),
            string.Concat(pieces.SelectMany(piece => piece.Items).OfType<StreamingReasoningContent>().Select(item => item.Text)));
        Assert.Equal(whole.Content, string.Concat(pieces.Select(piece => piece.Content)));
    }

    [Fact]
    public async Task GetChatMessageContents_ResponseFormatOfAType_GivesItsJson()
    {
        var answer = await tiny.AnswerAsync("Return JSON for: name Quinn, age 41.", new InternLM3PromptExecutionSettings { Temperature = 0, ResponseFormat = typeof(Person) });

        Assert.Equal(new Person("Quinn", 41), JsonSerializer.Deserialize<Person>(answer.Content!, JsonSerializerOptions.Web));
    }

    [Fact]
    public async Task GetTextContents_APrompt_IsAnswered()
    {
        var service = Kernel.CreateBuilder().AddInternLM3ChatCompletion(tiny.Client).Build().GetRequiredService<ITextGenerationService>();

        var text = Assert.Single(await service.GetTextContentsAsync("What is 12 + 30?", new InternLM3PromptExecutionSettings { Temperature = 0 }));
        var streamed = "";
        await foreach (var piece in service.GetStreamingTextContentsAsync("What is 12 + 30?", new InternLM3PromptExecutionSettings { Temperature = 0 }))
        {
            streamed += piece.Text;
        }

        Assert.Equal("12 + 30 = 42.", text.Text);
        Assert.Equal(text.Text, streamed);
        Assert.Equal("stop", text.Metadata![InternLM3ChatCompletionService.FinishReasonKey]);
    }

    private sealed record Person(string Name, int Age);
}
