using System.Globalization;
using InternLM3.SemanticKernel;
using InternLM3.Tests.Support;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.Mathematics.Tests;

/// <summary>How many generated problems InternLM3-Tiny solves with and without the tools; the counts are printed, and held to floors.</summary>
public sealed class MathRateTests(TinyModel tiny, ITestOutputHelper output)
{
    private readonly MathPlugin _math = new();

    [Theory]
    [InlineData(7, 3, 3)]
    public async Task InWords_ThinkingThenChecked_IsRight(int count, int floorWithout, int floorWith) => await WordsAsync(count, floorWithout, floorWith);

    [Theory]
    [InlineData(12, 8)]
    public async Task Expressions_WithTheTool_AreRight(int count, int floor) => await ExpressionsAsync(count, floor);

    [Theory]
    [InlineData(200, 150, 160)]
    [Trait("Tier", "Long")]
    public async Task InWords_TwoHundred_AreRight(int count, int floorWithout, int floorWith) => await WordsAsync(count, floorWithout, floorWith);

    [Theory]
    [InlineData(200, 180)]
    [Trait("Tier", "Long")]
    public async Task Expressions_TwoHundred_AreRight(int count, int floor) => await ExpressionsAsync(count, floor);

    private async Task WordsAsync(int count, int floorWithout, int floorWith)
    {
        var (without, with) = (0, 0);
        foreach (var (text, answer) in MathProblems.InWords(count, seed: 7))
        {
            // As samples/05-MathAgent: the first attempt is greedy, and one whose arithmetic is wrong is followed by another.
            for (var attempt = 1; attempt <= 4; attempt++)
            {
                var options = new ChatOptions { Temperature = attempt == 1 ? 0 : 0.7f, Seed = attempt };
                var result = await new DeepThinkingPlugin(tiny.Client, options).SolveAsync(text, cancellationToken: TestContext.Current.CancellationToken);
                var right = result.Answer == answer.ToString(CultureInfo.InvariantCulture);
                without += attempt == 1 && right ? 1 : 0;
                if (attempt == 4 || (BoxedAnswer.TryExtract(result.Working ?? "", out _) && _math.CheckArithmetic(result.Working!).Wrong.Count == 0))
                {
                    with += right ? 1 : 0;
                    break;
                }
            }
        }

        output.WriteLine($"In words: {without} of {count} right by thinking alone, {with} of {count} with the arithmetic checked.");
        Assert.True(without >= floorWithout && with >= floorWith, $"{without} and {with} of {count}");
    }

    private async Task ExpressionsAsync(int count, int floor)
    {
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(tiny.Client).Build();
        kernel.Plugins.AddFromFunctions("Math", [KernelPluginFactory.CreateFromObject(_math)["calculator"]]);
        var client = tiny.Client.AsBuilder().UseFunctionInvocation().Build();
        var (without, withKernel, withClient) = (0, 0, 0);
        foreach (var (text, answer) in MathProblems.Expressions(count, seed: 8))
        {
            bool IsRight(string? reply) => reply is not null && reply.TrimEnd('.').EndsWith($" {answer}", StringComparison.Ordinal);
            without += IsRight((await tiny.AnswerAsync(text, new InternLM3PromptExecutionSettings { Temperature = 0 })).Content) ? 1 : 0;
            var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
            withKernel += IsRight((await tiny.Service.GetChatMessageContentAsync(new ChatHistory().Asking(text), settings, kernel, TestContext.Current.CancellationToken)).Content) ? 1 : 0;
            withClient += IsRight((await client.GetResponseAsync(text, new ChatOptions { Temperature = 0, Tools = [.. _math.AsAITools("calculator")] }, TestContext.Current.CancellationToken)).Text) ? 1 : 0;
        }

        output.WriteLine($"Expressions: {without} of {count} right without tools, {withKernel} with Semantic Kernel's automatic calling, {withClient} with UseFunctionInvocation.");
        Assert.True(withKernel >= floor && withClient >= floor, $"{without}, {withKernel} and {withClient} of {count}");
    }
}
