using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Runtime;

public sealed class TelemetryTests(TemporaryCache cache)
{
    // The official ONNX Runtime keeps a device id and events for Microsoft under the user's home, unless it is told not to before it starts.
    [Theory]
    [InlineData("score", "--text", "Hello")]
    [InlineData("doctor", "tiny")]
    public async Task OnnxRuntime_Used_LeavesNoTraceOfItsTelemetry(params string[] arguments)
    {
        using var home = new TemporaryFolder();
        var variables = new Dictionary<string, string> { ["HOME"] = home.Path, ["XDG_CACHE_HOME"] = home["cache"], ["ORT_DISABLE_TELEMETRY"] = "0" };

        var result = await ChildProcess.RunAsync("InternLM3.Cli", cache.Path, arguments, environment: new ChildEnvironment(variables));

        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Empty(Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories));
    }
}
