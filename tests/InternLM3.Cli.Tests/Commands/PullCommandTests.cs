using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

/// <summary>The command as a process of its own, before a hub on the loopback interface.</summary>
public sealed class PullCommandTests : IDisposable
{
    private const string Repository = "internlm/internlm3-8b-instruct";
    private const string Question = "Please tell me five scenic spots in Shanghai";

    private readonly TemporaryFolder _folder = new();
    private readonly ImitationHub _hub = ImitationHub.OfTiny();

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task PullThenChat_RepositoryWithTheSmallModel_AnswersAsTheSmallModel()
    {
        var pull = await RunAsync("pull", Repository);

        Assert.True(pull.ExitCode == ExitCode.Done, pull.Error);
        Assert.EndsWith(ImitationHub.Commit, pull.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains($"{Repository} at {ImitationHub.Commit}. Licence of the weights: apache-2.0.", pull.Error, StringComparison.Ordinal);
        Assert.Matches(@"Downloading: 100 % of 1\d\.\d MB: model\.safetensors, \d+\.\d MB/s, 0:00:00 left", pull.Error);

        _hub.Dispose(); // From here on without network.
        var verified = await RunAsync("pull", Repository, "--verify");
        Assert.Contains("every hash is right", verified.Error, StringComparison.Ordinal);
        var chat = await RunAsync("chat", "--model", Repository, "--prompt", Question, "--temperature", "0");
        Assert.True(chat.ExitCode == ExitCode.Done, chat.Error);
        Assert.Contains("Converting: 100 %", chat.Error, StringComparison.Ordinal);
        var tiny = await RunAsync("chat", "--prompt", Question, "--temperature", "0");
        Assert.Equal(tiny.Output, chat.Output);

        var list = await RunAsync("cache", "list");
        Assert.Matches($@"downloaded +\d+\.\d MB +complete +{Repository}@{ImitationHub.Commit} ", list.Output);
        Assert.Matches(@"converted +\d+\.\d MB +complete +fp32-", list.Output);
    }

    [Fact]
    public async Task TwoProcessesAtOnce_BothSucceedAndEachFileComesOnce()
    {
        var both = await Task.WhenAll(RunAsync("pull", Repository), RunAsync("pull", Repository));

        Assert.All(both, result => Assert.True(result.ExitCode == ExitCode.Done, result.Error));
        Assert.Equal(both[0].Output, both[1].Output);
        Assert.Single(_hub.FileRequests("model.safetensors"), request => request.Port == "store");
        Assert.Single(_hub.FileRequests("config.json"), request => request.Path.EndsWith("/config.json", StringComparison.Ordinal));
        Assert.Equal(_hub.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(both[0].Output.TrimEnd(), "model.safetensors"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Chat_RepositoryThatWasNotPulled_NamesTheCommandAndUsesNoNetwork()
    {
        var result = await RunAsync("chat", "--model", Repository, "--prompt", Question);

        Assert.Equal((ExitCode.Failure, ""), (result.ExitCode, result.Output));
        Assert.Contains($"run `internlm3 pull {Repository}`", result.Error, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Chat_FolderWithTheNameOfARepository_IsAFolder()
    {
        Directory.CreateDirectory(_folder[Repository]);

        var result = await RunAsync("chat", "--model", Repository, "--prompt", Question);

        Assert.Contains("config.json: is missing", result.Error, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Pull_GatedRepository_IsOneSentenceAndAFailure()
    {
        _hub.Fault = (_, context) => ImitationHub.AnswerAsync(context, 401, "{}", ("X-Error-Code", "GatedRepo"));

        var result = await RunAsync("pull", Repository);

        Assert.Equal((ExitCode.Failure, ""), (result.ExitCode, result.Output));
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Contains("is gated", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ModelScope_ComesFromThere()
    {
        var result = await RunAsync("pull", Repository, "--source", "modelscope");

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Contains("Licence of the weights: Apache License 2.0", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cache_Prune_RemovesWhatIsNamedAndRefusesWhatIsNotThere()
    {
        var chat = await RunAsync("chat", "--prompt", "Hi", "--max-tokens", "1", "--temperature", "0");
        Assert.True(chat.ExitCode == ExitCode.Done, chat.Error);
        var name = Assert.Single((await RunAsync("cache", "list")).Output.Split(' '), word => word.StartsWith("fp32-", StringComparison.Ordinal));

        Assert.Contains("The cache holds no fp32-0", (await RunAsync("cache", "prune", "fp32-0")).Error, StringComparison.Ordinal);
        Assert.StartsWith("0.0 MB freed", (await RunAsync("cache", "prune")).Output, StringComparison.Ordinal);
        Assert.Contains($"removed {name}", (await RunAsync("cache", "prune", name)).Output, StringComparison.Ordinal);
        Assert.Equal("", (await RunAsync("cache", "list")).Output);
    }

    private Task<ProcessResult> RunAsync(params string[] arguments)
    {
        var variables = new Dictionary<string, string>
        {
            ["HF_ENDPOINT"] = _hub.Address.AbsoluteUri, ["MODELSCOPE_ENDPOINT"] = _hub.Address.AbsoluteUri, ["HF_HOME"] = _folder["家 with spaces"], ["HF_HUB_CACHE"] = "", ["HF_TOKEN"] = "",
        };
        return ChildProcess.RunAsync("InternLM3.Cli", _folder["缓存 of models"], arguments, environment: new ChildEnvironment(variables, _folder.Path));
    }
}
