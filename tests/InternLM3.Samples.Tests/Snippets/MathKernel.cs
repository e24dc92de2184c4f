using InternLM3;
using InternLM3.Mathematics;
using InternLM3.SemanticKernel;
using InternLM3.Tiny;
using Microsoft.SemanticKernel;

namespace ReadmeSnippets;

internal static class MathKernel
{
    public static async Task RunAsync()
    {
        // <snippet>
        await using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(client).Build();
        kernel.Plugins.AddFromFunctions("Math", [KernelPluginFactory.CreateFromType<MathPlugin>()["calculator"]]);
        var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        Console.WriteLine(await kernel.InvokePromptAsync("What is 128 * 47 + 9?", new(settings)));

        var thinking = new DeepThinkingPlugin(client);
        var solution = await thinking.SolveAsync("Tom has 37 marbles and buys 58 more. How many marbles does Tom have now?");
        Console.WriteLine($"{solution.EnsureSuccess().Answer}, after {solution.TokensUsed} tokens");
        // </snippet>
    }
}
