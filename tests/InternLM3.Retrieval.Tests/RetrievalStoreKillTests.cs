using System.Diagnostics;
using InternLM3.Retrieval.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tests.Support.Retrieval;

namespace InternLM3.Retrieval.Tests;

/// <summary>An ingest in a process of its own is killed (SIGKILL) at random points and the index opened again.</summary>
public sealed class RetrievalStoreKillTests(TinyModel tiny)
{
    private const string Change = "\nIt was changed.\n";

    [Fact]
    public Task Ingest_KilledAtThreePoints_IsConsistentEachTime() => KillAsync(times: 3, documents: 400);

    [Fact]
    [Trait("Tier", "Long")]
    public Task Ingest_KilledAtTwentyPoints_IsConsistentEachTime() => KillAsync(times: 20, documents: 1500);

    private async Task KillAsync(int times, int documents)
    {
        using var temporary = new TemporaryFolder();
        var (folder, index) = (temporary["documents"], temporary["index.db"]);
        new FactCorpus(11).Write(folder, documents, 600);
        var before = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);

        // Two whole states to compare with: every file as it is, and every file changed.
        var original = await IngestAsync(folder, temporary["original.db"]);
        await WriteAsync(before, _ => true);
        var changed = await IngestAsync(folder, temporary["changed.db"]);
        var random = new Random(12);
        var kills = 0;
        for (var round = 0; round < times; round++)
        {
            await WriteAsync(before, _ => random.Next(2) == 0);
            kills += await KillAfterAsync(folder, index, lines: random.Next(documents / 2), spins: random.Next(2_000_000)) ? 1 : 0;
            if (File.Exists(index))
            {
                Store(index).Dispose();
                Assert.All(IndexState.Of(index), file => Assert.True(
                    file.Value.SequenceEqual(original[file.Key]) || file.Value.SequenceEqual(changed[file.Key]), $"round {round}: {file.Key} is neither as it was nor as it is"));
            }
        }

        Assert.True(kills > times / 2, $"{kills} of {times} ingests were killed before their end");
        await WriteAsync(before, _ => true);
        var survivor = await IngestAsync(folder, index);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), survivor.Keys.Order(StringComparer.Ordinal));
        Assert.All(survivor, file => Assert.Equal(changed[file.Key], file.Value));
    }

    private static async Task WriteAsync(Dictionary<string, string> files, Func<string, bool> isChanged)
    {
        foreach (var (file, text) in files)
        {
            await File.WriteAllTextAsync(file, isChanged(file) ? text + Change : text);
        }
    }

    private async Task<Dictionary<string, List<(long Start, string Text)>>> IngestAsync(string folder, string index)
    {
        using (var store = Store(index))
        {
            await store.IngestFolderAsync(folder);
        }

        return IndexState.Of(index);
    }

    private RetrievalStore Store(string index) => new(index, tiny.Client.GetModelAsync().Result.Tokenizer);

    /// <summary>Starts an ingest and kills it somewhere after so many files; true when it had not ended by itself.</summary>
    private static async Task<bool> KillAfterAsync(string folder, string index, int lines, int spins)
    {
        using var process = Process.Start(new ProcessStartInfo(ChildProcess.Executable("InternLM3.Benchmarks"), ["ingest", folder, index]) { RedirectStandardOutput = true })!;
        for (var line = 0; line < lines && await process.StandardOutput.ReadLineAsync() is not null; line++)
        {
        }

        Thread.SpinWait(spins);
        process.Kill();
        await process.WaitForExitAsync();
        return process.ExitCode != 0;
    }
}
