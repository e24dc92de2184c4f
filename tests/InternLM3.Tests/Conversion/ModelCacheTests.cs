using System.Diagnostics;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

public sealed class ModelCacheTests : IDisposable
{
    /// <summary>Set in the processes that tests start: the folder they share. Such a process needs no model of its own.</summary>
    public const string ChildFolderVariable = "INTERNLM3_TEST_CHILD_FOLDER";

    private readonly TemporaryFolder _folder = new();

    public ModelCacheTests() => SyntheticCheckpoint.Write(Checkpoint, new SyntheticShape(), seed: 1);

    private string Checkpoint => _folder["checkpoint"];

    private string Cache => _folder["cache"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetOrConvertAsync_SecondCall_GivesTheSameFolderWithoutConverting()
    {
        var first = await GetAsync();
        var converted = false;
        var second = await ModelCache.GetOrConvertAsync(Checkpoint, new ConversionOptions(), Cache, new DirectProgress(_ => converted = true), TestContext.Current.CancellationToken);

        Assert.Equal(first, second);
        Assert.False(converted);
        Assert.StartsWith(Cache, first, StringComparison.Ordinal);
        await ModelManifest.VerifyAsync(first, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task GetOrConvertAsync_SameCheckpointElsewhere_IsFound()
    {
        var first = await GetAsync();
        Directory.Move(Checkpoint, _folder["moved"]);

        Assert.Equal(first, await ModelCache.GetOrConvertAsync(_folder["moved"], new ConversionOptions(), Cache, null, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("generation_config.json")]
    [InlineData("tokenizer.model")]
    [InlineData("tokenizer_config.json")]
    public async Task GetOrConvertAsync_ChangedFile_IsAnotherModel(string name)
    {
        var first = await GetAsync();
        var bytes = File.ReadAllBytes(Path.Combine(Checkpoint, name));
        if (name == "model.safetensors")
        {
            bytes[^1] ^= 1;
        }
        else
        {
            // A line feed changes no JSON, and field 15 with the number 1 nothing in a SentencePiece model.
            bytes = name == "tokenizer.model" ? [.. bytes, 0x78, 1] : [.. bytes, (byte)'\n'];
        }

        File.WriteAllBytes(Path.Combine(Checkpoint, name), bytes);

        Assert.NotEqual(first, await GetAsync());
    }

    [Fact]
    public async Task GetOrConvertAsync_ManyTasksAtOnce_ConvertOnce()
    {
        var conversions = 0;

        var folders = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            var converted = false;
            var folder = await ModelCache.GetOrConvertAsync(Checkpoint, new ConversionOptions(), Cache, new DirectProgress(_ => converted = true));
            Interlocked.Add(ref conversions, converted ? 1 : 0);
            return folder;
        })));

        Assert.Single(folders.Distinct());
        Assert.Equal(1, conversions);
    }

    [Fact]
    public Task GetOrConvertAsync_ThreeProcessesAtOnce_ConvertOnce() => ConvertInProcessesAsync(3);

    [Fact]
    [Trait("Tier", "Long")]
    public Task GetOrConvertAsync_TenProcessesAtOnce_ConvertOnce() => ConvertInProcessesAsync(10);

    /// <summary>What each process of the two tests above runs; run by itself it reports on a checkpoint of its own.</summary>
    [Fact(Explicit = true)]
    public async Task GetOrConvertAsync_AsOneOfManyProcesses_Reports()
    {
        var shared = Environment.GetEnvironmentVariable(ChildFolderVariable) ?? _folder.Path;
        var report = "found";

        var folder = await ModelCache.GetOrConvertAsync(
            Path.Combine(shared, "checkpoint"), new ConversionOptions(), Path.Combine(shared, "cache"), new DirectProgress(_ => report = "converted"));

        await File.WriteAllLinesAsync(Path.Combine(shared, $"report-{Environment.ProcessId}.txt"), [folder, report], TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task GetOrConvertAsync_DamagedFolderAndLeftoversOfAKilledProcess_AreReplaced()
    {
        var folder = await GetAsync();
        File.WriteAllText(Path.Combine(folder, "engine.onnx"), "cut");
        Directory.CreateDirectory(folder + ".partial-0");

        Assert.Equal(folder, await GetAsync());

        await ModelManifest.VerifyAsync(folder, TestContext.Current.CancellationToken);
        Assert.Equal([folder], Directory.GetDirectories(Cache));
    }

    [Fact]
    public async Task GetOrConvertAsync_CancelledConversion_IsMadeByTheNextCall()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ModelCache.GetOrConvertAsync(Checkpoint, new ConversionOptions(), Cache, new DirectProgress(_ => cancellation.Cancel()), cancellation.Token));

        Assert.Empty(Directory.GetDirectories(Cache));
        ModelManifest.Check(await GetAsync());
    }

    [Fact]
    public async Task GetOrConvertAsync_LockHeldByAnother_WaitsUntilItIsFreeOrCancelled()
    {
        var folder = await GetAsync();
        Directory.Delete(folder, recursive: true);
        using var cancellation = new CancellationTokenSource();
        Task<string> waiting, cancelled;
        await using (new FileStream(folder + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            waiting = GetAsync();
            cancelled = ModelCache.GetOrConvertAsync(Checkpoint, new ConversionOptions(), Cache, null, cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            Assert.False(waiting.IsCompleted);
            Assert.False(Directory.Exists(folder));
        }

        Assert.Equal(folder, await waiting);
    }

    [Fact]
    public async Task GetOrConvertAsync_CacheDirectoryIsAFile_FailsWithAnErrorOfOurs()
    {
        File.WriteAllText(Cache, "");

        var error = await Assert.ThrowsAsync<InternLM3Exception>(GetAsync);

        Assert.Contains("INTERNLM3_CACHE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetOrConvertAsync_IncompleteCheckpoint_IsRefused()
    {
        File.Delete(Path.Combine(Checkpoint, "tokenizer.model"));

        await Assert.ThrowsAsync<ModelFormatException>(GetAsync);
    }

    [Fact]
    public void NameOf_LargeWeights_DependsOnTheirStartLengthAndTime()
    {
        // 65 MiB, a hole for the most part: too large to be hashed whole.
        var weights = Path.Combine(Checkpoint, "model.safetensors");
        var length = 65L << 20;
        var key = Change(file => file.SetLength(length), DateTime.UnixEpoch);

        Assert.Equal(key, Change(file => { }, DateTime.UnixEpoch));
        Assert.NotEqual(key, Change(file => { }, DateTime.UnixEpoch.AddSeconds(1)));
        Assert.NotEqual(key, Change(file => file.SetLength(length + 1), DateTime.UnixEpoch));
        Assert.Equal(key, Change(file => file.SetLength(length), DateTime.UnixEpoch));
        Assert.NotEqual(key, Change(file => file.WriteByte(1), DateTime.UnixEpoch));

        string Change(Action<FileStream> change, DateTime time)
        {
            using (var file = new FileStream(weights, FileMode.Open))
            {
                change(file);
            }

            File.SetLastWriteTimeUtc(weights, time);
            return ModelCache.NameOf(Checkpoint, ConversionPlan.Resolve(Checkpoint, new ConversionOptions()), CancellationToken.None);
        }
    }

    private Task<string> GetAsync() => ModelCache.GetOrConvertAsync(Checkpoint, new ConversionOptions(), Cache, null, TestContext.Current.CancellationToken);

    private async Task ConvertInProcessesAsync(int count)
    {
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "InternLM3.Tests.exe" : "InternLM3.Tests");
        var children = Enumerable.Range(0, count).Select(_ => Process.Start(new ProcessStartInfo(executable)
        {
            ArgumentList = { "--explicit", "only", "--filter-method", $"{typeof(ModelCacheTests).FullName}.{nameof(GetOrConvertAsync_AsOneOfManyProcesses_Reports)}" },
            Environment = { [ChildFolderVariable] = _folder.Path },
            RedirectStandardOutput = true,
        })!).ToArray();
        foreach (var child in children)
        {
            var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(child.ExitCode == 0, output);
            child.Dispose();
        }

        var reports = Directory.GetFiles(_folder.Path, "report-*.txt").Select(File.ReadAllLines).ToArray();
        Assert.Equal(count, reports.Length);
        Assert.Single(reports.Select(report => report[0]).Distinct());
        Assert.Single(reports, report => report[1] == "converted");
        await ModelManifest.VerifyAsync(reports[0][0], TestContext.Current.CancellationToken);
    }
}
