using System.Diagnostics;
using System.Text.RegularExpressions;

namespace InternLM3.Tests.Support;

/// <summary>An executable of this repository that serves until it is told to stop.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Task<string> _error;

    private ServerProcess(Process process, Task<string> error, Uri address) => (_process, _error, Address) = (process, error, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts a project's executable and waits until it names its address.</summary>
    public static async Task<ServerProcess> StartAsync(string project, string cache, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(ChildProcess.Executable(project), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["INTERNLM3_CACHE"] = cache;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(s_patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (UrlPattern().Match(line) is { Success: true } url)
            {
                return new ServerProcess(process, error, new Uri(url.Value));
            }
        }

        throw new InvalidOperationException(await error);
    }

    /// <summary>Sends SIGTERM, as a service manager does, and gives the exit code and the error stream.</summary>
    public async Task<(int ExitCode, string Error)> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    [GeneratedRegex(@"https?://[a-z0-9.\[\]:]+:[0-9]+")]
    private static partial Regex UrlPattern();
}
