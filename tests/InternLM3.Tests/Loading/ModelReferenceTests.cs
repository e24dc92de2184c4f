using InternLM3.Download;
using InternLM3.Loading;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Loading;

public sealed class ModelReferenceTests : IDisposable
{
    private const string Repository = "internlm/internlm3-8b-instruct";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("internlm/internlm3-8b-instruct", true)]
    [InlineData("internlm/internlm3-8b-instruct@main", true)]
    [InlineData("./internlm/internlm3", false)]
    [InlineData("/internlm/internlm3", false)]
    [InlineData("internlm3", false)]
    [InlineData("a/b/c", false)]
    [InlineData("模型/internlm3", false)]
    public void Parse_WhatIsNotOnTheDisk_IsARepositoryOnlyInTheFormOfOne(string argument, bool repository) =>
        Assert.Equal(repository, ModelReference.Parse(argument).Repository is not null);

    [Fact]
    public void Parse_WhatIsOnTheDisk_IsAPathWhateverItLooksLike()
    {
        // Relative to the tests' own working directory, as a user would type it.
        var name = $"owner{Guid.NewGuid():N}/name";
        Assert.NotNull(ModelReference.Parse(name).Repository);
        Directory.CreateDirectory(name);
        try
        {
            Assert.Equal(Path.GetFullPath(name), ModelReference.Parse(name).Text);
            Assert.Null(ModelReference.Parse(name).Repository);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(Path.GetFullPath(name))!, recursive: true);
        }
    }

    [Fact]
    public async Task LoadAsync_RepositoryWithConsent_DownloadsConvertsAndAnswers()
    {
        using var hub = ImitationHub.OfTiny();
        var stages = new List<ModelLoadStage>();
        var options = Options(hub) with { AllowDownload = true, Progress = new ActionProgress<ModelLoadProgress>(report => stages.Add(report.Stage)) };

        await using (var client = new InternLM3ChatClient(Repository, options))
        {
            var response = await client.GetResponseAsync("Who are you?", new ChatOptions { Temperature = 0 }, TestContext.Current.CancellationToken);
            Assert.Equal(Repository, response.ModelId);
            Assert.NotEmpty(response.Text);
            Assert.Equal(new Uri(hub.Address, Repository), client.GetService<ChatClientMetadata>()!.ProviderUri);
        }

        Assert.Equal([ModelLoadStage.Downloading, ModelLoadStage.Converting], stages.Distinct());

        // What is here needs neither network nor consent.
        hub.Requests.Clear();
        await using var again = await InternLM3Model.LoadAsync(Repository, Options(hub), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Repository, again.Id);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task LoadAsync_RepositoryWithoutConsent_NamesCommandAndOptionAndSendsNothing()
    {
        using var hub = ImitationHub.OfTiny();

        var error = await Assert.ThrowsAsync<DownloadException>(() => InternLM3Model.LoadAsync(Repository, Options(hub), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(DownloadFailure.NotAllowed, error.Failure);
        Assert.Contains($"run `internlm3 pull {Repository}`, or set InternLM3Options.AllowDownload", error.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task LoadAsync_LinkedCheckpointInAFolderWithSpacesAndChinese_Loads()
    {
        var folder = _folder["模型 文件夹/intern lm3"];
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(InternLM3Tiny.CheckpointPath))
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        }

        Directory.CreateSymbolicLink(_folder["链接"], folder);

        await using var model = await InternLM3Model.LoadAsync(
            _folder["链接"], new InternLM3Options { CacheDirectory = _folder["缓存 cache"] }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("链接", model.Id);
        Assert.StartsWith(_folder["缓存 cache"], model.Folder, StringComparison.Ordinal);
    }

    private InternLM3Options Options(ImitationHub hub) => new()
    {
        CacheDirectory = _folder["converted"],
        Download = new DownloadOptions { Endpoint = hub.Address, CacheDirectory = _folder["hub"], Offline = false, Token = "unused" },
    };
}
