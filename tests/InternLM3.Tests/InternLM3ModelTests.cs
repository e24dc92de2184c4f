using InternLM3.Download;
using InternLM3.Tests.Support;

namespace InternLM3.Tests;

public sealed class InternLM3ModelTests : IDisposable
{
    private const string Repository = "internlm/internlm3-8b-instruct";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ResolveFolderAsync_Path_IsItsFullPathWhateverIsThere() =>
        Assert.Equal(
            _folder["nothing"],
            await InternLM3Model.ResolveFolderAsync(Path.Combine(_folder.Path, ".", "nothing") + "/", cancellationToken: Cancellation));

    [Fact]
    public async Task ResolveFolderAsync_Repository_IsDownloadedWithConsentAndFoundWithout()
    {
        using var hub = ImitationHub.OfTiny();
        var options = new InternLM3Options
        {
            Download = new DownloadOptions { Endpoint = hub.Address, CacheDirectory = _folder["hub"], Offline = false, Token = "unused" },
        };
        var stages = new List<ModelLoadStage>();
        var progress = new ActionProgress<ModelLoadProgress>(report => stages.Add(report.Stage));

        var error = await Assert.ThrowsAsync<DownloadException>(
            () => InternLM3Model.ResolveFolderAsync(Repository, options, cancellationToken: Cancellation));
        var folder = await InternLM3Model.ResolveFolderAsync(Repository, options with { AllowDownload = true }, progress, Cancellation);

        Assert.Equal(DownloadFailure.NotAllowed, error.Failure);
        Assert.Equal(ModelLoadStage.Downloading, Assert.Single(stages.Distinct()));
        Assert.True(File.Exists(Path.Combine(folder, "config.json")));
        Assert.Equal(folder, await InternLM3Model.ResolveFolderAsync(Repository, options, cancellationToken: Cancellation));
    }
}
