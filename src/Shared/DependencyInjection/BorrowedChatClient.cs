using Microsoft.Extensions.AI;

namespace InternLM3.DependencyInjection;

/// <summary>
/// A client that outlives the container it is registered in: a container disposes every singleton that a factory gave it, and
/// <see cref="ChatClientBuilder"/> always registers a factory.
/// </summary>
internal sealed class BorrowedChatClient(IChatClient client) : DelegatingChatClient(client)
{
    /// <summary>Leaves the client as it is.</summary>
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}
