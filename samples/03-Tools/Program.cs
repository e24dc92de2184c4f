// Tools: Semantic Kernel offers a plugin, the model calls it, and answers with its result.
//   dotnet run --project samples/03-Tools
//   dotnet run --project samples/03-Tools -- --model <folder> --prompt "What is (250 - 8) / 11?"
using System.ComponentModel;
using System.Data;
using System.Globalization;
using InternLM3;
using InternLM3.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

if (SampleArguments.Read(args, "Tools [--model <folder>] [--prompt <text>]") is not { } arguments)
{
    return 2;
}

var prompt = arguments.Find("--prompt") ?? "What is (12 + 30) * 7?";
try
{
    var builder = Kernel.CreateBuilder().AddInternLM3ChatCompletion(arguments.Model);
    builder.Plugins.AddFromType<Calculator>("calculator");
    var kernel = builder.Build();
    var chat = kernel.GetRequiredService<IChatCompletionService>();

    // Auto: the model decides whether it calls; Semantic Kernel invokes what it calls and lets it go on.
    var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    var answer = await chat.GetChatMessageContentAsync(new ChatHistory(prompt, AuthorRole.User), settings, kernel);
    Console.WriteLine(answer.Content);
    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

internal sealed class Calculator
{
    [KernelFunction("evaluate")]
    [Description("Evaluates an arithmetic expression.")]
    public static string Evaluate(string expression)
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        var result = Convert.ToString(table.Compute(expression, filter: null), CultureInfo.InvariantCulture)!;
        Console.WriteLine($"[evaluate] {expression} -> {result}");
        return result;
    }
}
