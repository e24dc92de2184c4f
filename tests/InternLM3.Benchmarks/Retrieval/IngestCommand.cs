using System.CommandLine;
using InternLM3.Retrieval;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Benchmarks.Retrieval;

/// <summary><c>ingest</c>: one ingest as a process of its own, which a test kills.</summary>
internal static class IngestCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "The documents." };
        var index = new Argument<string>("index") { Description = "The index's file." };
        var command = new Command("ingest", "Ingests a folder and prints a line for every file.") { folder, index };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var store = new RetrievalStore(parsed.GetRequiredValue(index), Tokenizer.Load(InternLM3Tiny.CheckpointPath));
            var report = await store.IngestFolderAsync(parsed.GetRequiredValue(folder), new Lines(), cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{report.Indexed} indexed, {report.Unchanged} unchanged, {report.Removed} removed, {report.Failed.Count} failed");
        });
        return command;
    }

    private sealed class Lines : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => Console.WriteLine(value.Name);
    }
}
