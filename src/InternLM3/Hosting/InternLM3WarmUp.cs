using InternLM3.Generation;
using Microsoft.Extensions.Hosting;

namespace InternLM3.Hosting;

/// <summary>
/// Loads a client's model and runs one token through it while the application starts, so that the first caller does not wait. The
/// application is ready when this is done; a model that cannot be loaded stops the start.
/// </summary>
/// <param name="client">The client.</param>
public sealed class InternLM3WarmUp(InternLM3ChatClient client) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var model = await client.GetModelAsync(cancellationToken).ConfigureAwait(false);

        // The first step pages the weights in and sizes the runtime's memory.
        var request = new GenerationRequest { Prompt = (int[])[model.Tokenizer.BosTokenId], MaxNewTokens = 1 };
        await foreach (var _ in model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
