using InternLM3;
using InternLM3.Evaluation;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace ReadmeSnippets;

internal static class Evaluation
{
    public static async Task RunAsync()
    {
        // <snippet>
        using IChatClient client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath);
        var folder = Directory.CreateTempSubdirectory().FullName;   // where the log and the reports go

        // A benchmark with data: DataFile.ReadAsync("test_prm800k_500.json") goes in as data.
        var task = EvaluationTasks.Find("arithmetic-tiny");
        var summary = await Evaluator.RunAsync(task, client, folder, options: new() { Limit = 14, Thinking = ReasoningEffort.High });

        Console.WriteLine($"{100 * summary.Score:0.0} ({100 * summary.Interval?.Low:0.0} to {100 * summary.Interval?.High:0.0})");
        foreach (var subject in summary.Categories)
        {
            Console.WriteLine($"{subject.Name}: {100 * subject.Score:0.0}");
        }
        // </snippet>
    }
}
