using InternLM3.Download;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Tests.Download;

public sealed class ModelDownloaderTests : IDisposable
{
    private const string Repository = "internlm/internlm3-8b-instruct";

    private readonly TemporaryFolder _folder = new();
    private readonly ImitationHub _hub = ImitationHub.OfTiny();

    private string Storage => Path.Combine(_folder.Path, "models--internlm--internlm3-8b-instruct");

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task DownloadAsync_Repository_LiesInHuggingFacesLayoutByteForByte()
    {
        var model = await DownloadAsync();

        Assert.Equal((Repository, ImitationHub.Commit, "apache-2.0"), (model.Repository, model.Commit, model.License));
        Assert.Equal(Path.Combine(Storage, "snapshots", ImitationHub.Commit), model.Folder);
        Assert.Equal(ImitationHub.Commit, File.ReadAllText(Path.Combine(Storage, "refs", "main")));
        Assert.Equal(
            Directory.GetFiles(InternLM3Tiny.CheckpointPath).Select(Path.GetFileName).Order(), Directory.GetFiles(model.Folder).Select(Path.GetFileName).Order());
        foreach (var file in Directory.GetFiles(model.Folder))
        {
            var (name, bytes) = (Path.GetFileName(file), File.ReadAllBytes(file));
            Assert.Equal(_hub.Files[name], bytes);
            Assert.Equal(Path.Combine("..", "..", "blobs", ImitationHub.HashOf(name, bytes)), new FileInfo(file).LinkTarget);
        }

        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(Storage, "blobs")), file => file.EndsWith(".incomplete", StringComparison.Ordinal));
        Assert.DoesNotContain(_hub.Requests, request => request.Path.EndsWith(".py", StringComparison.Ordinal) || request.Path.EndsWith("README.md", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DownloadAsync_Again_AsksForTheListingAlone()
    {
        await DownloadAsync();
        _hub.Requests.Clear();

        await DownloadAsync();

        Assert.Equal("/api/models/internlm/internlm3-8b-instruct/revision/main?blobs=true", Assert.Single(_hub.Requests).Path);
    }

    [Fact]
    public async Task DownloadAsync_BlobsOfAnotherTool_AreUsed()
    {
        var weights = _hub.Files["model.safetensors"];
        Directory.CreateDirectory(Path.Combine(Storage, "blobs"));
        File.WriteAllBytes(Path.Combine(Storage, "blobs", ImitationHub.Sha256(weights)), weights);

        await DownloadAsync();

        Assert.Empty(_hub.FileRequests("model.safetensors"));
    }

    [Fact]
    public async Task DownloadAsync_NoLinksAllowed_LaysTheFilesThemselvesThere()
    {
        using var downloader = new ModelDownloader(Options()) { CreateLink = (_, _) => throw new UnauthorizedAccessException() };

        var model = await downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken);

        Assert.All(Directory.GetFiles(model.Folder), file => Assert.Null(new FileInfo(file).LinkTarget));
        Assert.Equal(_hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(model.Folder, "model.safetensors")));
        await downloader.VerifyAsync(model, null, TestContext.Current.CancellationToken);
        _hub.Requests.Clear();
        await downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken);
        Assert.Single(_hub.Requests);
    }

    [Fact]
    public async Task DownloadAsync_Progress_EndsWithEverythingAndNeverGoesBack()
    {
        var reports = new List<DownloadProgress>();
        using var downloader = new ModelDownloader(Options());

        await downloader.DownloadAsync(Repository, new ActionProgress<DownloadProgress>(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal(reports.Select(report => report.BytesDone).Order(), reports.Select(report => report.BytesDone));
        Assert.Equal((reports[^1].BytesTotal, Directory.GetFiles(InternLM3Tiny.CheckpointPath).Sum(file => new FileInfo(file).Length)), (reports[^1].BytesDone, reports[^1].BytesTotal));
        Assert.True(reports[^1].BytesPerSecond > 0);
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
    }

    [Fact]
    public async Task DownloadAsync_Token_GoesToTheHubAloneAndNotToWhereItRedirects()
    {
        await DownloadAsync(Options() with { Token = "hf_secret" });

        Assert.All(_hub.Requests.Where(request => request.Port == "hub"), request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.Contains(_hub.Requests, request => request.Port == "store");
        Assert.All(_hub.Requests.Where(request => request.Port == "store"), request => Assert.Null(request.Authorization));
        Assert.DoesNotContain("hf_secret", (Options() with { Token = "hf_secret" }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DownloadAsync_MirrorThatListsNamesAlone_AsksEachFile()
    {
        _hub.ChangeListing = listing =>
        {
            foreach (var sibling in listing["siblings"]!.AsArray())
            {
                Assert.True(sibling!.AsObject().Remove("blobId"));
                sibling.AsObject().Remove("lfs");
                sibling.AsObject().Remove("size");
            }
        };

        var model = await DownloadAsync();

        Assert.Equal(_hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(model.Folder, "model.safetensors")));
        Assert.Contains(_hub.Requests, request => request.Method == "HEAD" && request.Port == "hub");
        Assert.DoesNotContain(_hub.Requests, request => request.Method == "HEAD" && request.Port == "store");
    }

    [Fact]
    public async Task DownloadAsync_PinnedCommit_IsFoundUnderItself()
    {
        await DownloadAsync(repository: $"{Repository}@{ImitationHub.Commit}");
        using var downloader = new ModelDownloader(Options());

        Assert.NotNull(downloader.Find($"{Repository}@{ImitationHub.Commit}"));
        Assert.Null(downloader.Find(Repository));
        Assert.Null(downloader.Find("internlm/another"));
        Assert.Equal(Repository, Assert.Single(downloader.List()).Repository);
    }

    [Fact]
    public async Task DownloadAsync_ModelScope_VerifiesEveryFileBySha256()
    {
        var options = Options() with { Hub = ModelHub.ModelScope };

        var model = await DownloadAsync(options);

        Assert.Equal("Apache License 2.0", model.License);
        Assert.Equal(_hub.Files["config.json"], File.ReadAllBytes(Path.Combine(model.Folder, "config.json")));
        Assert.True(File.Exists(Path.Combine(Storage, "blobs", ImitationHub.Sha256(_hub.Files["config.json"]))));
        using var downloader = new ModelDownloader(options);
        Assert.Equal(model.Commit, downloader.Find(Repository)!.Commit);
    }

    [Fact]
    public async Task DownloadAsync_Shards_AreThoseTheIndexNames()
    {
        ShardedCheckpoint.Write(_folder["sharded"], new SyntheticShape(), shards: 3);
        File.WriteAllText(_folder["sharded/consolidated.safetensors"], "not wanted");
        using var hub = ImitationHub.OfFolder("internlm/internlm3-sharded", _folder["sharded"]);

        var model = await DownloadAsync(Options() with { Endpoint = hub.Address }, "internlm/internlm3-sharded");

        Assert.Equal(
            ["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors"],
            Directory.GetFiles(model.Folder, "*.safetensors").Select(Path.GetFileName).Order());
        Assert.Empty(hub.FileRequests("consolidated"));
    }

    [Fact]
    public async Task VerifyAsync_ChangedFile_IsNamedAndComesAgainAlone()
    {
        var model = await DownloadAsync();
        var weights = Path.Combine(model.Folder, "model.safetensors");
        var bytes = _hub.Files["model.safetensors"].ToArray();
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        using var downloader = new ModelDownloader(Options() with { Offline = true });
        _hub.Requests.Clear();

        var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.VerifyAsync(downloader.Find(Repository)!, null, TestContext.Current.CancellationToken));

        Assert.Equal(DownloadFailure.Corrupt, error.Failure);
        Assert.Contains("model.safetensors was changed since it was downloaded", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
        Assert.Null(downloader.Find(Repository));
        await DownloadAsync();
        Assert.NotEmpty(_hub.FileRequests("model.safetensors"));
        Assert.Empty(_hub.FileRequests("tokenizer.model"));
        await downloader.VerifyAsync(downloader.Find(Repository)!, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Find_AnotherToolsSnapshot_IsUsedWhenItIsWhole()
    {
        var model = await DownloadAsync();
        Directory.Delete(Path.Combine(Storage, "internlm3"), recursive: true);
        using var downloader = new ModelDownloader(Options() with { Offline = true });

        Assert.Equal(model.Folder, downloader.Find(Repository)!.Folder);
        File.Delete(Path.Combine(model.Folder, "model.safetensors"));
        Assert.Null(downloader.Find(Repository));
    }

    [Theory]
    [InlineData("internlm3")]
    [InlineData("internlm/internlm3/deep")]
    [InlineData("../etc/passwd")]
    [InlineData("internlm/..")]
    [InlineData("internlm/internlm3@../../x")]
    [InlineData("internlm/a--b")]
    [InlineData("internlm/internlm3@")]
    [InlineData("internlm/internlm3\n")]
    [InlineData("模型/模型")]
    public async Task ResolveAsync_NoRepositoryId_IsRefusedBeforeAnythingIsSent(string text)
    {
        using var downloader = new ModelDownloader(Options());

        var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.ResolveAsync(text, TestContext.Current.CancellationToken));

        Assert.Equal(DownloadFailure.InvalidRepository, error.Failure);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task ResolveAsync_Offline_SendsNothing()
    {
        using var downloader = new ModelDownloader(Options() with { Offline = true });

        var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.ResolveAsync(Repository, TestContext.Current.CancellationToken));

        Assert.Equal(DownloadFailure.NotAllowed, error.Failure);
        Assert.Empty(_hub.Requests);
    }

    private DownloadOptions Options() => new() { Endpoint = _hub.Address, CacheDirectory = _folder.Path, Token = "unused", Offline = false };

    private async Task<DownloadedModel> DownloadAsync(DownloadOptions? options = null, string repository = Repository)
    {
        using var downloader = new ModelDownloader(options ?? Options());
        return await downloader.DownloadAsync(repository, null, TestContext.Current.CancellationToken);
    }
}
