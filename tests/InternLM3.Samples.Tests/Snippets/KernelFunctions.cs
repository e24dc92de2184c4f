using System.ComponentModel;
using System.Data;
using InternLM3;
using InternLM3.SemanticKernel;
using InternLM3.Tiny;
using Microsoft.SemanticKernel;

namespace ReadmeSnippets;

internal static class KernelFunctions
{
    public static async Task RunAsync()
    {
        // <snippet>
        var options = new InternLM3Options { Chat = new() { DefaultSystemPrompt = "You are a helpful assistant." } };
        var builder = Kernel.CreateBuilder().AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, options);
        builder.Plugins.AddFromType<Calculator>("calculator");
        var kernel = builder.Build();
        var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
        Console.WriteLine(await kernel.InvokePromptAsync("What is (12 + 30) * 7?", new(settings)));
        // </snippet>
    }
}

// <snippet>
internal sealed class Calculator
{
    [KernelFunction("evaluate"), Description("Evaluates an arithmetic expression.")]
    public static string Evaluate(string expression)
    {
        using var table = new DataTable();
        return $"{table.Compute(expression, filter: null)}";
    }
}
// </snippet>
