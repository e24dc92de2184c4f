using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>
/// What every chat client over a model of ours must do, seen from outside: answers and streams, tools, structured output, and
/// Microsoft.Extensions.AI's middleware around it. A client joins by a subclass that overrides <see cref="CreateChatClient"/>.
/// </summary>
/// <remarks>
/// Questions stay within what InternLM3-Tiny was trained on, which any larger model can answer too. Where the content is beyond it,
/// the cases ask for form alone, which constrained decoding guarantees for any weights.
/// </remarks>
public abstract partial class ChatClientConformance : IDisposable
{
    private IChatClient? _client;

    /// <summary>The client under test, made for each case and disposed with it.</summary>
    protected IChatClient Client => _client ??= CreateChatClient();

    /// <summary>The end of the test run.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client?.Dispose();

    /// <summary>Creates the client under test, without middleware.</summary>
    protected abstract IChatClient CreateChatClient();

    /// <summary>Adds to the options what makes this model call several functions in one turn; a model that does by itself needs nothing.</summary>
    protected virtual void EncourageSeveralCalls(ChatOptions options)
    {
    }

    /// <summary>Whether a conversation without a message is answered. OpenAI's API refuses one.</summary>
    protected virtual bool AnswersEmptyConversations => true;

    /// <summary>Greedy options with tools.</summary>
    protected static ChatOptions Greedy(params AITool[] tools) => new() { Temperature = 0, Tools = tools.Length > 0 ? tools : null };

    /// <summary>Asks, streaming or not; the same response either way.</summary>
    protected static Task<ChatResponse> AskAsync(IChatClient client, bool streaming, IEnumerable<ChatMessage> messages, ChatOptions options) => streaming
        ? client.GetStreamingResponseAsync(messages, options, Cancellation).ToChatResponseAsync(Cancellation)
        : client.GetResponseAsync(messages, options, Cancellation);

    /// <summary>Asks one question, streaming or not.</summary>
    protected static Task<ChatResponse> AskAsync(IChatClient client, bool streaming, string question, ChatOptions options) =>
        AskAsync(client, streaming, [new ChatMessage(ChatRole.User, question)], options);
}
