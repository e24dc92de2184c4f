// Several agents: a planner decides, question by question. What it searches for, it answers from the documents, with citations; what
// needs no search goes to the deep-thinking plugin as a problem. Semantic Kernel's automatic function calling does the searching.
//   dotnet run --project samples/08-MixedAgents
//   dotnet run --project samples/08-MixedAgents -- --model <folder> --folder <documents> --question "..." --question "..."
using System.Text;
using InternLM3;
using InternLM3.SemanticKernel;
using InternLM3.SemanticKernel.Plugins;
using InternLM3.SemanticKernel.Retrieval;
using InternLM3.Tiny;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

string? model = null;
var folder = Path.Combine(AppContext.BaseDirectory, "documents");
var questions = new List<string>();
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    if (args[i] is not ("--model" or "--folder" or "--question") || string.IsNullOrWhiteSpace(value))
    {
        Console.Error.WriteLine($"{args[i]} is not known or needs a value. Usage: MixedAgents [--model <folder>] [--folder <documents>] [--question <text>]...");
        return 2;
    }

    (model, folder) = (args[i] == "--model" ? value : model, args[i] == "--folder" ? value : folder);
    questions.AddRange(args[i] == "--question" ? [value] : []);
}

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
if (model is null)
{
    model = InternLM3Tiny.CheckpointPath;
    Console.Error.WriteLine(InternLM3Tiny.Notice);
}

try
{
    await using var client = new InternLM3ChatClient(model);
    using var store = new RetrievalStore(Path.Combine(folder, ".index", "mixed.db"), (await client.GetModelAsync()).Tokenizer, new RetrievalOptions { PassageTokens = 24 });
    await store.IngestFolderAsync(folder);

    // One model in memory serves all of them: the planner's kernel sees the search alone, and thinking is a function we hand problems to.
    var kernel = Kernel.CreateBuilder().AddInternLM3ChatCompletion(client).Build();
    var thinking = kernel.CreatePluginFromObject(new DeepThinkingPlugin(client, new() { Temperature = 0 }), "thinking");
    foreach (var question in questions.DefaultIfEmpty("When was the Zora Bridge built?").Concat(questions.Count > 0 ? [] : ["There are 26 boxes with 9 stamps each. How many stamps are there?"]))
    {
        Console.WriteLine($"> {question}");
        var search = new RetrievalPlugin(store, top: 2);
        kernel.Plugins.Clear();
        kernel.Plugins.AddFromFunctions("docs", kernel.CreatePluginFromObject(search));
        var answer = await PlanAsync(kernel, question);
        if (search.Sources.Items.Count > 0)
        {
            Console.WriteLine($"[search] {answer}");
            foreach (var citation in CitationChecker.Check(answer, search.Sources.Items).Citations)
            {
                Console.WriteLine($"  [{citation.Number}] {citation.Source?.Name}, offset {citation.Source?.Offset}: {citation.Status}");
            }

            continue;
        }

        var solution = (await kernel.InvokeAsync<DeepThinkingResult>(thinking["solve"], new() { ["problem"] = question }))!.EnsureSuccess();
        Console.WriteLine($"[thinking, {solution.TokensUsed} tokens] {solution.Answer}");
    }

    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

// The planner's turn: it may search, which Semantic Kernel does for it, or not.
static async Task<string> PlanAsync(Kernel kernel, string question)
{
    var history = new ChatHistory(DocumentPrompt.SystemPrompt);
    history.AddUserMessage(question);
    var settings = new InternLM3PromptExecutionSettings { Temperature = 0, FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
    return (await kernel.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(history, settings, kernel)).Content ?? "";
}
