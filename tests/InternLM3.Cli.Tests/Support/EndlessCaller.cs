using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Tests.Support;

/// <summary>A model that answers everything with a call.</summary>
public sealed class EndlessCaller(Action onAnswer) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        onAnswer();
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call_1", "f")]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
