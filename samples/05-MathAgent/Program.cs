// A mathematics agent: it thinks, every step of its arithmetic is checked with the math plugin, and it thinks again where one is wrong.
//   dotnet run --project samples/05-MathAgent -- --problem "There are 26 boxes with 9 stamps each. How many stamps are there?"
//   dotnet run --project samples/05-MathAgent -- --model <folder>      one problem a line
using System.Text;
using InternLM3;
using InternLM3.Mathematics;
using InternLM3.SemanticKernel;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Spectre.Console;

if (SampleArguments.Read(args, "MathAgent [--model <folder>] [--problem <text>]") is not { } arguments)
{
    return 2;
}

var problem = arguments.Find("--problem");
try
{
    var builder = Kernel.CreateBuilder().AddInternLM3ChatCompletion(arguments.Model);
    builder.Plugins.AddFromType<MathPlugin>("math");
    var kernel = builder.Build();
    for (var line = problem ?? Console.ReadLine(); !string.IsNullOrWhiteSpace(line); line = problem is null ? Console.ReadLine() : null)
    {
        await SolveAsync(kernel, line);
    }

    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// The first attempt is greedy; the next ones are drawn, so that they differ.
static async Task SolveAsync(Kernel kernel, string problem)
{
    for (var attempt = 1; ; attempt++)
    {
        var working = await ThinkAsync(kernel, problem, attempt);
        var check = await kernel.InvokeAsync<ArithmeticCheck>("math", "check_arithmetic", new() { ["text"] = working });
        Console.WriteLine($"[check_arithmetic] {check!.Checked} equations, {check.Wrong.Count} wrong{string.Concat(check.Wrong.Select(wrong => $"\n  {wrong}"))}");
        var boxed = BoxedAnswer.TryExtract(working, out var answer);
        if ((boxed && check.Wrong.Count == 0) || attempt == 4)
        {
            Console.WriteLine(!boxed ? "There is no boxed answer." : check.Wrong.Count > 0 ? $"\\boxed{{{answer}}} (its working has an error)" : $"\\boxed{{{answer}}}");
            return;
        }
    }
}

// On a terminal the last lines show live, and fold away when the thinking is done; piped, all of the text is printed.
static async Task<string> ThinkAsync(Kernel kernel, string problem, int attempt)
{
    var settings = new InternLM3PromptExecutionSettings { ReasoningEffort = "high", ReasoningOutput = ReasoningOutput.Full, Temperature = attempt == 1 ? 0 : 0.7f, Seed = attempt };
    var pieces = kernel.GetRequiredService<IChatCompletionService>().GetStreamingChatMessageContentsAsync(new ChatHistory(problem, AuthorRole.User), settings)
        .SelectMany(piece => piece.Items).Select(item => item is StreamingReasoningContent thought ? thought.Text : (item as StreamingTextContent)?.Text);
    var working = new StringBuilder();
    if (Console.IsOutputRedirected)
    {
        await foreach (var piece in pieces)
        {
            Console.Write(piece);
            working.Append(piece);
        }

        Console.WriteLine();
        return working.ToString();
    }

    await AnsiConsole.Live(new Text("")).AutoClear(true).StartAsync(async live =>
    {
        await foreach (var piece in pieces)
        {
            live.UpdateTarget(new Panel(Markup.Escape(string.Join('\n', working.Append(piece).ToString().Split('\n').TakeLast(8)))).Header($"thinking, attempt {attempt}").Expand());
        }
    });
    AnsiConsole.MarkupLine($"[grey]▸ thought for {working.ToString().Count(c => c == '\n') + 1} lines, attempt {attempt}[/]");
    return working.ToString();
}
