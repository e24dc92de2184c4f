using System.CommandLine;
using InternLM3.Cli.Serving;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 serve</c>: an OpenAI-compatible server.</summary>
internal static class ServeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var line = new ServeCommandLine();
        var command = new Command("serve", "Serves the model with OpenAI's API, until Ctrl+C.");
        line.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await ModelServer.RunAsync(line.Read(parsed), output, error, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
