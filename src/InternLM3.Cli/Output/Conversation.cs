using InternLM3.Cli.Commands;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Output;

/// <summary>
/// A conversation on the terminal or through a pipe; answers are streamed and kept in the history. A call ends the turn, unless a file
/// or a person gives its result: then the turn continues until an answer without calls.
/// </summary>
internal sealed class Conversation(IChatClient client, ChatArguments arguments, TextWriter output, Terminal? terminal)
{
    /// <summary>The most answers with calls in one turn, so that a model that goes in circles is stopped.</summary>
    private const int MaxRounds = 40;

    private readonly List<ChatMessage> _history = [];

    /// <summary>Reads one line per turn until the input ends or a line is empty. Prompts are shown only when a person is typing.</summary>
    public async Task RunAsync(TextReader input, CancellationToken cancellationToken)
    {
        var person = terminal is { CanAsk: true } ? terminal : null;
        person?.Greet();
        while (true)
        {
            person?.BeginTurn();
            if (await input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { Length: > 0 } line)
            {
                return;
            }

            await AnswerAsync(line, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Answers one message, streaming.</summary>
    public Task AnswerAsync(string text, CancellationToken cancellationToken) =>
        AskAsync(text, new AnswerPrinter(output, terminal), [], cancellationToken);

    /// <summary>Answers one message with one JSON object. It never asks for results, because a program reads the JSON.</summary>
    public async Task AnswerAsJsonAsync(string text, CancellationToken cancellationToken)
    {
        var calls = new List<FunctionCallContent>();
        var response = await AskAsync(text, printer: null, calls, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(AnswerReport.Write(response, calls)).ConfigureAwait(false);
    }

    /// <summary>Runs a turn, adds its calls to <paramref name="allCalls"/>, and returns its last answer.</summary>
    private async Task<ChatResponse> AskAsync(
        string text, AnswerPrinter? printer, List<FunctionCallContent> allCalls, CancellationToken cancellationToken)
    {
        _history.Add(new ChatMessage(ChatRole.User, text));
        var options = arguments.Options;
        for (var round = 0; round < MaxRounds; round++)
        {
            var response = await GenerateAsync(options, printer, cancellationToken).ConfigureAwait(false);
            _history.AddMessages(response);
            var calls = CallsOf(response);
            allCalls.AddRange(calls);
            if (calls.Count == 0
                || await FindResultsAsync(calls, mayAsk: printer is not null, cancellationToken).ConfigureAwait(false) is not { } results)
            {
                return response;
            }

            _history.Add(new ChatMessage(ChatRole.Tool, results));
            if (options.ToolMode is RequiredChatToolMode)
            {
                // Only the first call is required; otherwise the model could never answer.
                options = options.Clone();
                options.ToolMode = ChatToolMode.Auto;
            }
        }

        throw new InternLM3Exception(
            $"The model made calls in {MaxRounds} answers running without an answer to the question; ask for less at once.");
    }

    private async Task<ChatResponse> GenerateAsync(ChatOptions options, AnswerPrinter? printer, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync(_history, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            if (printer is not null)
            {
                await printer.WriteAsync(update, cancellationToken).ConfigureAwait(false);
            }
        }

        var response = updates.ToChatResponse();
        printer?.Finish(CallsOf(response).Count > 0);
        return response;
    }

    private async Task<List<AIContent>?> FindResultsAsync(List<FunctionCallContent> calls, bool mayAsk, CancellationToken cancellationToken)
    {
        var results = new List<AIContent>();
        foreach (var call in calls)
        {
            object? result = arguments.Results is { } file ? file.Take(call)
                : mayAsk && terminal is { CanAsk: true } ? await terminal.AskResultAsync(call, cancellationToken).ConfigureAwait(false)
                : null;
            if (result is null)
            {
                return null;
            }

            results.Add(new FunctionResultContent(call.CallId, result));
        }

        return results;
    }

    private static List<FunctionCallContent> CallsOf(ChatResponse response) =>
        [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
}
