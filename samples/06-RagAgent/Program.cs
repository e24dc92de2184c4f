// Retrieval: ingests a folder into an index that stays on disk, lets the model search it (Microsoft.Extensions.AI's function
// invocation), and checks what the answer cites. Asked several questions, it keeps the conversation within a token budget.
//   dotnet run --project samples/06-RagAgent
//   dotnet run --project samples/06-RagAgent -- --model <folder> --folder <documents> --question "..." --question "..."
using System.Globalization;
using InternLM3;
using InternLM3.Chat;
using InternLM3.Retrieval;
using InternLM3.Retrieval.Citations;
using InternLM3.Retrieval.Prompts;
using Microsoft.Extensions.AI;
using Spectre.Console;

if (SampleArguments.Read(args, "RagAgent [--model <folder>] [--folder <documents>] [--question <text>]...") is not { } arguments)
{
    return 2;
}

var folder = arguments.Find("--folder") ?? Path.Combine(AppContext.BaseDirectory, "documents");
AnsiConsole.Profile.Width = Console.IsOutputRedirected ? 200 : AnsiConsole.Profile.Width;
try
{
    if (!Directory.Exists(folder))
    {
        throw new RetrievalException($"There is no folder {folder}.");
    }

    using var client = new InternLM3ChatClient(arguments.Model);
    var tokenizer = (await client.GetModelAsync()).Tokenizer;

    // Short passages suit the small model; the default of 256 tokens suits the 8B one.
    using var store = new RetrievalStore(Path.Combine(folder, ".index", "rag.db"), tokenizer, new RetrievalOptions { PassageTokens = 24 });
    var report = await AnsiConsole.Progress().StartAsync(async context =>
    {
        var bar = context.AddTask("Ingesting");
        return await store.IngestFolderAsync(folder, new Progress<IngestProgress>(step => (bar.MaxValue, bar.Value) = (step.TotalFiles, step.Files)));
    });
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Indexed} files indexed, {report.Unchanged} unchanged, {report.Removed} removed, {report.Failed.Count} failed"));

    // Two passages a search suit the small model; the default suits the 8B one.
    var plugin = new RetrievalPlugin(store, top: 2);
    using var agent = client.AsBuilder().UseFunctionInvocation().Build();
    var reducer = new TokenBudgetChatReducer(tokenizer, maxTokens: 600);
    var options = new ChatOptions { Temperature = 0, Tools = [plugin.AsAIFunction()] };
    List<ChatMessage> history = [new(ChatRole.System, DocumentPrompt.SystemPrompt)];
    foreach (var question in arguments.All("--question").DefaultIfEmpty("When was the Zora Bridge built?"))
    {
        Console.WriteLine($"\n> {question}");
        history.Add(new ChatMessage(ChatRole.User, question));
        var response = await agent.GetResponseAsync(history = [.. await reducer.ReduceAsync(history, default)], options);
        history.AddRange(response.Messages);
        Console.WriteLine(response.Text);

        var table = new Table().Border(Console.IsOutputRedirected ? TableBorder.Ascii : TableBorder.Rounded).AddColumns("source", "file", "offset", "passage", "check");
        foreach (var citation in CitationChecker.Check(response.Text, plugin.Sources.Items).Citations)
        {
            table.AddRow(new[] { $"[{citation.Number}]", citation.Source?.Name ?? "-", $"{citation.Source?.Offset}", citation.Source?.Text ?? "-", $"{citation.Status}" }.Select(Markup.Escape).ToArray());
        }

        AnsiConsole.Write(table);
    }

    return 0;
}
catch (InternLM3Exception e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
