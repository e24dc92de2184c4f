using InternLM3;
using InternLM3.Retrieval;
using InternLM3.Retrieval.Citations;
using InternLM3.Retrieval.Prompts;
using InternLM3.Tiny;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace ReadmeSnippets;

internal static class Retrieval
{
    public static async Task RunAsync()
    {
        // <snippet>
        var folder = Directory.CreateTempSubdirectory().FullName;   // or a folder of your documents
        File.WriteAllText(Path.Combine(folder, "zora.md"), "# Zora Bridge\n\nThe Zora Bridge was built in 1873.");
        File.WriteAllText(Path.Combine(folder, "kaim.txt"), "The Kaim Bridge has a height of 41 metres.");
        File.WriteAllText(Path.Combine(folder, "plona.txt"), "The Plona Bridge was designed by Tolin Brau.");

        var modelPath = InternLM3Tiny.CheckpointPath;
        using var store = new RetrievalStore(Path.Combine(folder, "index.db"), Tokenizer.Load(modelPath));
        var report = await store.IngestFolderAsync(folder);   // the next time, only what changed
        Console.WriteLine($"{report.Indexed} files indexed; not read: [{string.Join(", ", report.Failed)}]");

        var search = new RetrievalPlugin(store);   // for Semantic Kernel: builder.Plugins.AddFromObject(search, "docs")
        using var agent = new InternLM3ChatClient(modelPath).AsBuilder().UseFunctionInvocation().Build();
        var response = await agent.GetResponseAsync(
            [new(ChatRole.System, DocumentPrompt.SystemPrompt), new(ChatRole.User, "When was the Zora Bridge built?")],
            new ChatOptions { Temperature = 0, Tools = [search.AsAIFunction()] });

        Console.WriteLine(response.Text);
        foreach (var citation in CitationChecker.Check(response.Text, search.Sources.Items).Citations)
        {
            Console.WriteLine($"[{citation.Number}] {citation.Status}: {citation.Source?.Link}");
        }
        // </snippet>
    }
}
