using System.Diagnostics;

namespace InternLM3.Benchmarks.Tests.Support;

/// <summary>The folder of InternLM3.Tiny in the repository, and its training program.</summary>
internal static class TinySources
{
    private const string Python = "/usr/bin/python3";

    /// <summary>src/InternLM3.Tiny.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Runs Python in the training folder: its exit code and all it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunPythonAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Python), $"Not run: there is no {Python}.");
        var start = new ProcessStartInfo(Python, arguments) { WorkingDirectory = Path.Combine(Folder, "training"), RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await error);
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return Path.Combine(folder.FullName, "src", "InternLM3.Tiny");
    }
}
