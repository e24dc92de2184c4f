using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using InternLM3.Retrieval;
using InternLM3.Tests.Support.Retrieval;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Benchmarks.Retrieval;

/// <summary><c>retrieval</c>: how fast documents are ingested and found, and how often the right one is among the first five.</summary>
internal static class RetrievalCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var documents = new Option<int>("--documents") { Description = "How many documents of 2 KB.", DefaultValueFactory = _ => 10_000 };
        var questions = new Option<int>("--questions") { Description = "How many questions of each kind.", DefaultValueFactory = _ => 500 };
        var command = new Command("retrieval", "Ingests generated documents, English and Chinese, and asks for their facts.") { documents, questions };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = Directory.CreateTempSubdirectory("internlm3-");
            try
            {
                await RunAsync(folder.FullName, parsed.GetValue(documents), parsed.GetValue(questions), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static async Task RunAsync(string folder, int documents, int questions, CancellationToken cancellationToken)
    {
        var corpus = Path.Combine(folder, "documents");
        var facts = new FactCorpus(seed: 1).Write(corpus, documents, bytes: 2048);
        using var store = new RetrievalStore(Path.Combine(folder, "index.db"), Tokenizer.Load(InternLM3Tiny.CheckpointPath));

        var start = Stopwatch.GetTimestamp();
        await store.IngestFolderAsync(corpus, cancellationToken: cancellationToken).ConfigureAwait(false);
        Print($"ingest of {documents} documents: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {store.Count().Passages} passages, index {new FileInfo(Path.Combine(folder, "index.db")).Length / 1e6:0.0} MB");
        start = Stopwatch.GetTimestamp();
        await store.IngestFolderAsync(corpus, cancellationToken: cancellationToken).ConfigureAwait(false);
        Print($"the same again, nothing changed: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");

        Print($"| questions | recall@1 | recall@5 | p50 ms | p95 ms |");
        Print($"|---|---|---|---|---|");
        var random = new Random(2);
        foreach (var (name, isChinese, isParaphrase) in new[] { ("English, the document's words", false, false), ("English, paraphrased", false, true), ("Chinese, the document's words", true, false), ("Chinese, paraphrased", true, true) })
        {
            Fact[] asked = [.. facts.Where(fact => (fact.Question[^2] > 0x2E80) == isChinese).OrderBy(_ => random.Next()).Take(questions)];
            await MeasureAsync(store, name, asked, isParaphrase, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task MeasureAsync(RetrievalStore store, string name, Fact[] facts, bool isParaphrase, CancellationToken cancellationToken)
    {
        var (first, five) = (0, 0);
        var times = new List<double>();
        foreach (var fact in facts)
        {
            var start = Stopwatch.GetTimestamp();
            var passages = await store.SearchAsync(isParaphrase ? fact.Paraphrase : fact.Question, 5, cancellationToken).ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            first += passages.Count > 0 && fact.IsIn(passages[0].Text) ? 1 : 0;
            five += passages.Any(passage => passage.Name == fact.File && fact.IsIn(passage.Text)) ? 1 : 0;
        }

        times.Sort();
        Print($"| {name} | {100.0 * first / facts.Length:0.0} % | {100.0 * five / facts.Length:0.0} % | {times[times.Count / 2]:0.0} | {times[(int)(times.Count * 0.95)]:0.0} |");
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
