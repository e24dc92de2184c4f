using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using InternLM3.Cli.Commands;

namespace InternLM3.Cli;

/// <summary>The <c>internlm3</c> command: parses and runs a command line, and turns errors into one sentence and an exit code.</summary>
internal static partial class InternLM3Command
{
    /// <summary>Runs a command line.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("InternLM3 in process: chat, serve, tokenize, score, bench, eval; pull, convert and check models.")
        {
            ChatCommand.Create(output, error),
            TokenizeCommand.Create(output),
            ScoreCommand.Create(output, error),
            PullCommand.Create(output, error),
            ConvertCommand.Create(output, error),
            BenchCommand.Create(output, error),
            EvalCommand.Create(output, error),
            CacheCommand.Create(output),
            DoctorCommand.Create(output),
            ServeCommand.Create(output, error),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync(TypeNames().Replace(problem.Message, match => match.Groups[1].Value is "Int32" or "Int64"
                    ? "a whole number"
                    : "a number")).ConfigureAwait(false);
            }

            var command = string.Concat(PathOf(parsed.CommandResult).Reverse().Select(name => $" {name}"));
            await error.WriteLineAsync($"See: internlm3{command} --help").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        try
        {
            var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
        }
        catch (UnsupportedOptionException e)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is InternLM3Exception or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return ExitCode.Failure;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Cancelled.").ConfigureAwait(false);
            return ExitCode.Failure;
        }
#pragma warning disable CA1031 // The last place to turn an exception into a sentence.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync($"An error nobody foresaw, which is a defect of internlm3: {e.GetType().Name}: "
                + $"{e.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            return ExitCode.Failure;
        }
    }

    /// <summary>The names of a command and its parents, innermost first, without the tool's own.</summary>
    private static IEnumerable<string> PathOf(CommandResult command)
    {
        for (SymbolResult? at = command; at is CommandResult { Parent: not null } inner; at = inner.Parent)
        {
            yield return inner.Command.Name;
        }
    }

    // How the parser names a number: "expected type 'System.Nullable`1[System.Single]'".
    [GeneratedRegex(@"expected type '(?:System\.Nullable`1\[)?System\.(Int32|Int64|Single|Double)\]?'")]
    private static partial Regex TypeNames();
}
