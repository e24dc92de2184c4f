using InternLM3.Download;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Download;

/// <summary>Everything a hub, a connection and a disk can do wrong: the right sentence, no partial file taken for a whole one, nothing verified lost.</summary>
public sealed class DownloadFaultTests : IDisposable
{
    private const string Repository = "internlm/internlm3-8b-instruct";
    private const string Weights = "model.safetensors";

    private static readonly TimeSpan s_stall = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly ImitationHub _hub = ImitationHub.OfTiny();
    private readonly ImpatientTime _time = new(s_stall);

    private string Partial => Path.Combine(Blobs, ImitationHub.Sha256(_hub.Files[Weights]) + ".incomplete");

    private string Blobs => Path.Combine(_folder.Path, "models--internlm--internlm3-8b-instruct", "blobs");

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ConnectionCut_IsContinuedWhereItWasCut()
    {
        var cuts = 0;
        _hub.Fault = (request, context) => IsWeights(request) && Interlocked.Increment(ref cuts) <= 2
            ? ImitationHub.CutAsync(context, _hub.Files[Weights], 3_000_000) : Task.FromResult(false);

        var model = await DownloadAsync();

        AssertWhole(model);
        var ranges = _hub.FileRequests(Weights).Where(request => request.Port == "store").Select(request => request.Range).ToArray();
        Assert.Equal(3, ranges.Length);
        Assert.Null(ranges[0]);
        Assert.All(ranges[1..], range => Assert.DoesNotContain("bytes=0-", range!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ConnectionCutForGood_KeepsWhatArrivedAndTheNextPullContinues()
    {
        _hub.Fault = (request, context) => IsWeights(request)
            ? ImitationHub.CutAsync(context, _hub.Files[Weights], request.Range is null ? 3_000_000 : 0) : Task.FromResult(false);

        var error = await FailAsync();

        Assert.Equal(DownloadFailure.Network, error.Failure);
        Assert.Contains("Try again later; what is here is kept.", error.Message, StringComparison.Ordinal);
        var kept = new FileInfo(Partial).Length;
        Assert.InRange(kept, 1, 3_000_000);
        Assert.Equal(_hub.Files[Weights][..(int)kept], File.ReadAllBytes(Partial));
        AssertNotThere();

        (_hub.Fault, var before) = (null, _hub.FileRequests("tokenizer.model").Count());
        AssertWhole(await DownloadAsync());
        Assert.Equal($"bytes={kept}-{_hub.Files[Weights].Length - 1}", _hub.FileRequests(Weights).Last().Range);
        Assert.Equal(before, _hub.FileRequests("tokenizer.model").Count());
    }

    [Fact]
    public async Task RangesIgnored_StillContinues()
    {
        Directory.CreateDirectory(Blobs);
        File.WriteAllBytes(Partial, _hub.Files[Weights][..5_000_000]);
        _hub.Fault = (request, context) =>
        {
            if (!IsWeights(request))
            {
                return Task.FromResult(false);
            }

            context.Request.Headers.Remove("Range");
            return ImitationHub.SendRangeAsync(context, _hub.Files[Weights]);
        };

        AssertWhole(await DownloadAsync());
    }

    [Fact]
    public async Task WrongContent_IsThrownAwayAndSaid()
    {
        var wrong = _hub.Files[Weights].ToArray();
        wrong[1_000_000] ^= 1;
        _hub.Fault = (request, context) => IsWeights(request) ? ImitationHub.SendRangeAsync(context, wrong) : Task.FromResult(false);

        var error = await FailAsync();

        Assert.Equal(DownloadFailure.Corrupt, error.Failure);
        Assert.Contains("model.safetensors from 127.0.0.1 does not have the hash", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Partial));
        AssertNotThere();
    }

    [Fact]
    public async Task PartialFileOfSomethingElse_IsReplacedByTheWholeDownload()
    {
        Directory.CreateDirectory(Blobs);
        File.WriteAllBytes(Partial, new byte[1_000_000]);

        AssertWhole(await DownloadAsync());
    }

    [Fact]
    public async Task WrongSize_IsSaid()
    {
        _hub.Fault = (request, context) => IsWeights(request) ? ImitationHub.SendRangeAsync(context, _hub.Files[Weights][..^1]) : Task.FromResult(false);

        Assert.Equal(DownloadFailure.Corrupt, (await FailAsync()).Failure);
        AssertNotThere();
    }

    [Fact]
    public async Task SmallFileWithWrongContent_IsRefusedByItsGitHash()
    {
        _hub.Fault = (request, context) => request.Path.EndsWith("/generation_config.json", StringComparison.Ordinal)
            ? ImitationHub.SendRangeAsync(context, new byte[_hub.Files["generation_config.json"].Length]) : Task.FromResult(false);

        Assert.Contains("generation_config.json", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "GatedRepo", DownloadFailure.AccessDenied, "is gated: accept its terms on")]
    [InlineData(403, "GatedRepo", DownloadFailure.AccessDenied, "is gated: accept its terms on")]
    [InlineData(401, "", DownloadFailure.AccessDenied, "The token in HF_TOKEN was refused")]
    [InlineData(401, "RepoNotFound", DownloadFailure.RepositoryNotFound, "has no repository internlm/internlm3-8b-instruct")]
    [InlineData(403, "", DownloadFailure.AccessDenied, "may not be read")]
    [InlineData(404, "RevisionNotFound", DownloadFailure.RevisionNotFound, "has no revision main")]
    [InlineData(404, "", DownloadFailure.RepositoryNotFound, "check the spelling")]
    [InlineData(418, "", DownloadFailure.Protocol, "answered 418")]
    public async Task Refusal_IsOneSentenceThatSaysWhatToDo(int status, string code, DownloadFailure failure, string message)
    {
        _hub.Fault = (_, context) => ImitationHub.AnswerAsync(context, status, "{}", ("X-Error-Code", code));

        var error = await FailAsync();

        Assert.Equal(failure, error.Failure);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Single(_hub.Requests);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownRevision_IsNamed()
    {
        var error = await FailAsync($"{Repository}@v9");

        Assert.Equal(DownloadFailure.RevisionNotFound, error.Failure);
        Assert.Contains("has no revision v9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooManyRequests_WaitsAsLongAsTheHubAsks()
    {
        var refusals = 0;
        _hub.Fault = (_, context) => Interlocked.Increment(ref refusals) == 1 ? ImitationHub.AnswerAsync(context, 429, "", ("Retry-After", "17")) : Task.FromResult(false);

        AssertWhole(await DownloadAsync());

        Assert.Equal([TimeSpan.FromSeconds(17)], _time.Waits);
    }

    [Fact]
    public async Task TooLongAWait_IsSaidInsteadOfWaited()
    {
        _hub.Fault = (_, context) => ImitationHub.AnswerAsync(context, 429, "", ("Retry-After", "3600"));

        var error = await FailAsync();

        Assert.Contains("answered 429", error.Message, StringComparison.Ordinal);
        Assert.Contains("asks to wait 3600 seconds", error.Message, StringComparison.Ordinal);
        Assert.Empty(_time.Waits);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task ServerErrors_AreTriedAgainWithGrowingWaitsAndThenGivenUp(int status)
    {
        _hub.Fault = (_, context) => ImitationHub.AnswerAsync(context, status);

        var error = await FailAsync();

        Assert.Equal(DownloadFailure.Network, error.Failure);
        Assert.Contains($"answered {status}", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, _hub.Requests.Count);
        Assert.Equal(5, _time.Waits.Count);
        Assert.All(_time.Waits.Zip(_time.Waits.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public async Task Trickle_IsGivenUpAndContinuedOverAnotherConnection()
    {
        var trickling = new TaskCompletionSource();
        var trickles = 0;
        _hub.Fault = async (request, context) =>
        {
            if (!IsWeights(request) || Interlocked.Increment(ref trickles) > 1)
            {
                return false;
            }

            context.Response.ContentLength64 = _hub.Files[Weights].Length;
            await context.Response.OutputStream.WriteAsync(_hub.Files[Weights].AsMemory(0, 100));
            await context.Response.OutputStream.FlushAsync();
            trickling.SetResult();
            return true; // And never another byte.
        };

        var download = DownloadAsync();
        await trickling.Task.WaitAsync(TestContext.Current.CancellationToken);
        _time.PassStallTimeout();

        AssertWhole(await download);
        Assert.Equal(2, trickles);
    }

    [Fact]
    public async Task NobodyListens_IsANetworkFailure()
    {
        _hub.Dispose();

        Assert.Equal(DownloadFailure.Network, (await FailAsync()).Failure);
    }

    [Fact]
    public async Task NoHub_IsSaid()
    {
        _hub.Fault = (_, context) => ImitationHub.AnswerAsync(context, 200, "<html>");

        Assert.Contains("is it a hub? Check the endpoint", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndlessRedirects_AreGivenUp()
    {
        _hub.Fault = (request, context) => ImitationHub.AnswerAsync(context, 302, "", ("Location", request.Path));

        Assert.Contains("redirects without end", (await FailAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NotEnoughSpace_IsSaidBeforeTheWeightsAreAskedFor()
    {
        using var downloader = new ModelDownloader(Options()) { AvailableSpace = _ => 1_000_000 };

        var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken));

        Assert.Equal(DownloadFailure.Storage, error.Failure);
        Assert.Contains("free some space or set HF_HOME to another disk", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.FileRequests(Weights));
    }

    [Fact]
    public async Task DiskFullOnTheWay_KeepsWhatWasWrittenAndTheNextPullContinues()
    {
        using (var downloader = new ModelDownloader(Options()) { OpenPartial = path => new QuotaStream(path, 2_000_000) })
        {
            var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken));
            Assert.Equal(DownloadFailure.Storage, error.Failure);
            Assert.StartsWith("The disk is full: model.safetensors has", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2_000_000, new FileInfo(Partial).Length);
        AssertNotThere();
        AssertWhole(await DownloadAsync());
        Assert.StartsWith("bytes=2000000-", _hub.FileRequests(Weights).Last().Range, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherModel_IsRefusedBeforeItsWeightsAreAskedFor()
    {
        var files = _hub.Files.ToDictionary();
        files["config.json"] = """{"model_type": "llama"}"""u8.ToArray();
        using var other = new ImitationHub(Repository, files);
        using var downloader = new ModelDownloader(Options() with { Endpoint = other.Address });

        var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken));

        Assert.Equal(DownloadFailure.NotAModel, error.Failure);
        Assert.Contains("llama", error.Message, StringComparison.Ordinal);
        Assert.Empty(other.FileRequests(Weights));
    }

    [Fact]
    public async Task NoSafetensors_IsSaid()
    {
        var files = _hub.Files.ToDictionary();
        files.Remove(Weights);
        using var other = new ImitationHub(Repository, files);
        using var downloader = new ModelDownloader(Options() with { Endpoint = other.Address });

        var error = await Assert.ThrowsAsync<DownloadException>(() => downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken));

        Assert.Contains("holds no model.safetensors", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../evil")]
    [InlineData("")]
    public async Task HashThatIsNone_IsRefused(string hash)
    {
        _hub.ChangeListing = listing => listing["siblings"]!.AsArray().Single(file => (string)file!["rfilename"]! == Weights)!["lfs"]!["sha256"] = hash;

        Assert.Equal(DownloadFailure.Protocol, (await FailAsync()).Failure);
        Assert.Empty(Directory.GetFiles(_folder.Path, "evil*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Cancelled_KeepsWhatArrived()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var downloader = new ModelDownloader(Options());
        var progress = new ActionProgress<DownloadProgress>(report =>
        {
            if (report.File == Weights && report.BytesDone > 5_000_000)
            {
                cancellation.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => downloader.DownloadAsync(Repository, progress, cancellation.Token));

        Assert.InRange(new FileInfo(Partial).Length, 4_000_000, _hub.Files[Weights].Length - 1);
        AssertNotThere();
        AssertWhole(await DownloadAsync());
    }

    private static bool IsWeights(HubRequest request) => request.Port == "store" && request.Path.EndsWith(Weights, StringComparison.Ordinal);

    private DownloadOptions Options() =>
        new() { Endpoint = _hub.Address, CacheDirectory = _folder.Path, Token = "secret", Offline = false, StallTimeout = s_stall, TimeProvider = _time };

    private async Task<DownloadedModel> DownloadAsync(string repository = Repository)
    {
        using var downloader = new ModelDownloader(Options());
        return await downloader.DownloadAsync(repository, null, TestContext.Current.CancellationToken);
    }

    private Task<DownloadException> FailAsync(string repository = Repository) => Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(repository));

    private void AssertWhole(DownloadedModel model)
    {
        Assert.Equal(_hub.Files[Weights], File.ReadAllBytes(Path.Combine(model.Folder, Weights)));
        Assert.False(File.Exists(Partial));
    }

    // Neither here nor by another tool, and no name that promises the whole file.
    private void AssertNotThere()
    {
        using var downloader = new ModelDownloader(Options());
        Assert.Null(downloader.Find(Repository));
        Assert.False(File.Exists(Path.ChangeExtension(Partial, null)));
        Assert.Empty(Directory.Exists(_folder.Path) ? Directory.GetFiles(_folder.Path, Weights, SearchOption.AllDirectories) : []);
    }
}
