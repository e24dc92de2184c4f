// Tools: Semantic Kernel offers a plugin, the model calls it, and answers with its result.
//   dotnet run --project samples/03-Tools
//   dotnet run --project samples/03-Tools -- --model <folder> --prompt "What is (250 - 8) / 11?"
using System.ComponentModel;
using System.Data;
using System.Globalization;
using System.Text;
using InternLM3;
using InternLM3.SemanticKernel;
using InternLM3.Tiny;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

string? model = null;
var prompt = "What is (12 + 30) * 7?";
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--model" or "--prompt" when string.IsNullOrWhiteSpace(value):
            return WrongUsage($"{args[i]} needs a value.");
        case "--model":
            model = value;
            break;
        case "--prompt":
            prompt = value;
            break;
        default:
            return WrongUsage($"{args[i]} is not known.");
    }
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (model is null)
{
    model = InternLM3Tiny.CheckpointPath;
    Console.Error.WriteLine(InternLM3Tiny.Notice);
}

try
{
    var builder = Kernel.CreateBuilder().AddInternLM3ChatCompletion(model);
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

static int WrongUsage(string problem)
{
    Console.Error.WriteLine($"{problem} Usage: Tools [--model <folder>] [--prompt <text>]");
    return 2;
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
