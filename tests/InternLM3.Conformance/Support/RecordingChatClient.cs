using Microsoft.Extensions.AI;

namespace InternLM3.Conformance.Support;

/// <summary>Passes requests on and keeps what they asked: what reaches the model behind middleware.</summary>
public sealed class RecordingChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private readonly List<IReadOnlyList<ChatMessage>> _requests = [];

    /// <summary>The messages of each request, in order.</summary>
    public IReadOnlyList<IReadOnlyList<ChatMessage>> Requests => _requests;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        _requests.Add([.. messages]);
        return base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        _requests.Add([.. messages]);
        return base.GetStreamingResponseAsync(messages, options, cancellationToken);
    }
}
