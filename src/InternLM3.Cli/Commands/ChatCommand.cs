using System.CommandLine;
using InternLM3.Cli.Output;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 chat</c>: one answer, or a conversation.</summary>
internal static class ChatCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output, TextWriter error)
    {
        var line = new ChatCommandLine();
        var command = new Command("chat", "Holds a conversation.");
        var runtime = new RuntimeSelection();
        line.AddTo(command);
        runtime.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var arguments = await line.ReadAsync(parsed, cancellationToken).ConfigureAwait(false);
            var loading = runtime.Apply(parsed, new InternLM3Options());
            var loaded = await ModelSelection.LoadAsync(arguments.Model, loading, error, cancellationToken).ConfigureAwait(false);
            using var client = new InternLM3ChatClient(loaded, ownsModel: true);
            var conversation = new Conversation(client, arguments, output, Terminal.Of(output));
            await (arguments.Prompt is not { } text ? conversation.RunAsync(Console.In, cancellationToken)
                : arguments.Json ? conversation.AnswerAsJsonAsync(text, cancellationToken)
                : conversation.AnswerAsync(text, cancellationToken)).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
