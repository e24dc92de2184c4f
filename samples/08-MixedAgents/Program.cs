// Several agents: a planner decides, question by question. Facts it searches for in the documents and answers with citations; problems
// it hands to the deep-thinking plugin, by calling it or, as a small model does, by calling nothing: then the hand-over is ours.
//   dotnet run --project samples/08-MixedAgents
//   dotnet run --project samples/08-MixedAgents -- --model <folder> --folder <documents> --question "..." --question "..."
using InternLM3;
using InternLM3.Mathematics;
using InternLM3.Retrieval;
using InternLM3.Retrieval.Citations;
using InternLM3.SemanticKernel;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

if (SampleArguments.Read(args, "MixedAgents [--model <folder>] [--folder <documents>] [--question <text>]...") is not { } arguments)
{
    return 2;
}

var folder = arguments.Find("--folder") ?? Path.Combine(AppContext.BaseDirectory, "documents");
var questions = arguments.All("--question").ToList();
try
{
    await using var client = new InternLM3ChatClient(arguments.Model);
    using var store = new RetrievalStore(Path.Combine(folder, ".index", "mixed.db"), (await client.GetModelAsync()).Tokenizer, new RetrievalOptions { PassageTokens = 24 });
    await store.IngestFolderAsync(folder);

    // One model in memory serves them all: the planner, its search, and the thinking behind a function.
    // Two passages a search suit the small model; the default suits the 8B one.
    var search = new RetrievalPlugin(store, top: 2);
    var builder = Kernel.CreateBuilder().AddInternLM3ChatCompletion(client);
    builder.Plugins.AddFromObject(search, "docs");
    builder.Plugins.AddFromObject(new DeepThinkingPlugin(client, new() { Temperature = 0 }), "thinking");
    var kernel = builder.Build();
    foreach (var question in questions.Count > 0 ? questions : ["When was the Zora Bridge built?", "There are 26 boxes with 9 stamps each. How many stamps are there?"])
    {
        Console.WriteLine($"> {question}");
        var (answer, called) = await PlanAsync(kernel, question);
        if (called.Count == 0)
        {
            var solution = (await kernel.InvokeAsync<DeepThinkingResult>("thinking", "solve", new() { ["problem"] = question }))!.EnsureSuccess();
            (answer, called) = ($"{solution.Answer} (after {solution.TokensUsed} tokens)", ["thinking, handed over"]);
        }

        Console.WriteLine($"[{string.Join(", ", called)}] {answer}");
        foreach (var citation in CitationChecker.Check(answer, search.Sources.Items).Citations)
        {
            Console.WriteLine($"  [{citation.Number}] {citation.Source?.Name}, offset {citation.Source?.Offset}: {citation.Status}");
        }
    }

    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// The planner's turn. Semantic Kernel runs what it calls, and adds the calls and their results to the history.
static async Task<(string Answer, List<string> Called)> PlanAsync(Kernel kernel, string question)
{
    var history = new ChatHistory("You are a helpful assistant.");
    history.AddUserMessage(question);
    var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    var answer = await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, kernel);
    return (answer.Content ?? "", [.. history.SelectMany(message => message.Items).OfType<FunctionCallContent>().Select(call => $"{call.PluginName}.{call.FunctionName}")]);
}
