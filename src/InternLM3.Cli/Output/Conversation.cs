using InternLM3.Chat;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace InternLM3.Cli.Output;

/// <summary>A conversation on the terminal or through a pipe; answers are streamed and remembered.</summary>
internal sealed class Conversation(IChatClient client, ChatOptions options, TextWriter output)
{
    private readonly List<ChatMessage> _history = [];

    /// <summary>Reads one line a turn until the input ends. Prompts are shown only when a person is typing.</summary>
    public async Task RunAsync(TextReader input, CancellationToken cancellationToken)
    {
        var interactive = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        if (interactive)
        {
            AnsiConsole.MarkupLine("[grey]One line a turn; an empty line ends.[/]");
        }

        while (true)
        {
            if (interactive)
            {
                AnsiConsole.Markup("[bold green]you>[/] ");
            }

            if (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { Length: > 0 } line)
            {
                return;
            }

            await AnswerAsync(line, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Answers one message, streaming.</summary>
    public async Task AnswerAsync(string text, CancellationToken cancellationToken)
    {
        _history.Add(new ChatMessage(ChatRole.User, text));
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(_history, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            await output.WriteAsync(update.Text).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        await output.WriteLineAsync().ConfigureAwait(false);
        _history.AddMessages(updates);
    }

    /// <summary>Answers one message with one JSON object.</summary>
    public async Task AnswerAsJsonAsync(string text, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, text)], options, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(JsonObject.Write(writer =>
        {
            writer.WriteString("text", response.Text);
            writer.WriteString("finish_reason", response.FinishReason?.Value);
            writer.WriteStartObject("usage");
            writer.WriteNumber("input_tokens", response.Usage?.InputTokenCount ?? 0);
            writer.WriteNumber("output_tokens", response.Usage?.OutputTokenCount ?? 0);
            writer.WriteNumber("cached_input_tokens", response.Usage?.CachedInputTokenCount ?? 0);
            writer.WriteEndObject();
            WriteIds(writer, ChatOptionKeys.PromptTokenIds);
            WriteIds(writer, ChatOptionKeys.TokenIds);
        })).ConfigureAwait(false);

        void WriteIds(System.Text.Json.Utf8JsonWriter writer, string key)
        {
            writer.WriteStartArray(key);
            foreach (var id in (int[])response.Messages[^1].AdditionalProperties![key]!)
            {
                writer.WriteNumberValue(id);
            }

            writer.WriteEndArray();
        }
    }
}
