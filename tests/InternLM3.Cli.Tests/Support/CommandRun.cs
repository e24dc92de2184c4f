using System.Text.Json;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Support;

/// <summary>Runs the command in this process.</summary>
public static class CommandRun
{
    public static async Task<ProcessResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await InternLM3Command.RunAsync(arguments, output, error);
        return new ProcessResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the command, which has to succeed, and gives its output in lines.</summary>
    public static async Task<string[]> LinesAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        return result.Output.Length == 0 ? [] : result.Output.ReplaceLineEndings("\n")[..^1].Split('\n');
    }

    /// <summary>Runs the command, which has to succeed, and gives its one line of JSON.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(Assert.Single(await LinesAsync(arguments)));
        return document.RootElement.Clone();
    }

    /// <summary>Runs the command, which has to succeed, and gives its output, which is JSON over several lines.</summary>
    public static async Task<JsonElement> JsonTextAsync(params string[] arguments) => JsonElement.Parse(string.Join('\n', await LinesAsync(arguments)));

    /// <summary>Runs the command, which has to refuse, and gives the last line of its error stream; its output is empty.</summary>
    public static async Task<string> RefusalAsync(int exitCode, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
        return result.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')[^1];
    }
}
