using System.Diagnostics;
using System.Text;

namespace InternLM3.Tests.Support;

/// <summary>Runs an executable of this repository as a process of its own.</summary>
/// <remarks>
/// Every project builds into <c>artifacts/bin/&lt;project&gt;/&lt;configuration&gt;</c>, the tests too, so an executable of the same
/// configuration is found from the folder of the tests; a project reference without its assembly makes sure that it is built.
/// </remarks>
public static class ChildProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts a project's executable, gives it its input, and waits for its end.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="cache">The folder checkpoints are converted to.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="input">The standard input, which ends after it.</param>
    /// <param name="environment">Variables beside the cache's, and where to run.</param>
    public static Task<ProcessResult> RunAsync(string project, string cache, IEnumerable<string> arguments, string input = "", ChildEnvironment? environment = null) =>
        RunFileAsync(Executable(project), cache, arguments, input, environment);

    /// <summary>Starts an executable as <see cref="RunAsync"/> does.</summary>
    public static async Task<ProcessResult> RunFileAsync(string executable, string cache, IEnumerable<string> arguments, string input = "", ChildEnvironment? environment = null)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        start.Environment["INTERNLM3_CACHE"] = cache;
        start.WorkingDirectory = environment?.Folder ?? "";
        foreach (var (name, value) in environment?.Variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>A project's executable, of the configuration of the tests.</summary>
    public static string Executable(string project)
    {
        var tests = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var file = OperatingSystem.IsWindows() ? project + ".exe" : project;
        return Path.GetFullPath(Path.Combine(tests, "..", "..", project, Path.GetFileName(tests), file));
    }
}
