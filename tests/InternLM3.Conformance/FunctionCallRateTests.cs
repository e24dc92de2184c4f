using InternLM3.Conformance.Support;
using InternLM3.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.Conformance;

/// <summary>How often InternLM3-Tiny calls the right function with the right arguments, in automatic mode, on generated questions.</summary>
public sealed class FunctionCallRateTests(TinyModel tiny, ITestOutputHelper output) : IDisposable
{
    private const int Questions = 50;

    // What was measured is in the README of this folder; the floor leaves room for other processors' rounding.
    private const int Floor = 43;

    private readonly InternLM3ChatClient _client = new(tiny.Model);

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task FunctionInvocation_GeneratedQuestions_MostCallsAreRight() => Report("Microsoft.Extensions.AI", await RateAsync(async (question, called) =>
    {
        var client = _client.AsBuilder().UseFunctionInvocation().Build();
        var options = new ChatOptions { Temperature = 0, Tools = [.. question.Functions.Select(function => new AnswerableFunction(function, called))] };
        await client.GetResponseAsync(question.Text, options, TestContext.Current.CancellationToken);
    }));

    [Fact]
    public async Task KernelAutoInvocation_GeneratedQuestions_MostCallsAreRight() => Report("Semantic Kernel", await RateAsync(async (question, called) =>
    {
        var kernel = new Kernel();
        foreach (var plugin in question.Functions.GroupBy(function => Split(function.Name).Plugin))
        {
            kernel.Plugins.AddFromFunctions(plugin.Key, plugin.Select(function => new AnswerableFunction(function, called, Split(function.Name).Function).AsKernelFunction()));
        }

        var service = new InternLM3ChatCompletionService(_client.AsBuilder().UseKernelFunctionInvocation().Build());
        var history = new ChatHistory();
        history.AddUserMessage(question.Text);
        var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        await service.GetChatMessageContentAsync(history, settings, kernel, TestContext.Current.CancellationToken);
    }));

    /// <summary>Plugin and function whose name as Semantic Kernel joins them, <c>get_weather</c>, is of a form that Tiny has seen.</summary>
    private static (string Plugin, string Function) Split(string name) =>
        name.Split('_') is [var verb, var noun] ? (verb, noun) : ("Math", "Evaluate");

    private static async Task<(int Right, List<string> Wrong)> RateAsync(
        Func<ToolQuestion, Action<string, IEnumerable<KeyValuePair<string, object?>>>, Task> ask)
    {
        var right = 0;
        var wrong = new List<string>();
        foreach (var question in new ToolQuestions(seed: 2024).Take(Questions))
        {
            var calls = new List<string>();
            var hit = false;
            await ask(question, (name, arguments) =>
            {
                List<KeyValuePair<string, object?>> given = [.. arguments.Where(argument => argument.Value is not null and not Kernel)];
                calls.Add($"{name}({string.Join(", ", given.Select(argument => $"{argument.Key}: {argument.Value}"))})");
                hit = calls.Count == 1 && question.IsAnsweredBy(name, given);
            });
            if (hit)
            {
                right++;
            }
            else
            {
                wrong.Add($"{question.Text} -> {string.Join("; ", calls)}");
            }
        }

        return (right, wrong);
    }

    private void Report(string path, (int Right, List<string> Wrong) rate)
    {
        output.WriteLine($"{path}: {rate.Right} of {Questions} calls right. Wrong:\n{string.Join('\n', rate.Wrong)}");
        Assert.True(rate.Right >= Floor, $"{path}: {rate.Right} of {Questions}, floor {Floor}:\n{string.Join('\n', rate.Wrong)}");
    }
}
