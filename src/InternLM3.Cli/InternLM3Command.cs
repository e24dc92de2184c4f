using System.CommandLine;
using InternLM3.Cli.Commands;

namespace InternLM3.Cli;

/// <summary>The <c>internlm3</c> command: parses, runs, and turns errors into one sentence and an exit code.</summary>
internal static class InternLM3Command
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
                await error.WriteLineAsync(problem.Message).ConfigureAwait(false);
            }

            var command = parsed.CommandResult.Command == root ? "" : $" {parsed.CommandResult.Command.Name}";
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
    }
}
