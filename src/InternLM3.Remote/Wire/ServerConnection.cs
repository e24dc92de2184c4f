using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace InternLM3.Remote.Wire;

/// <summary>The official OpenAI client, set up for one server. Thread-safe.</summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly AuthenticationPolicy _authentication;
    private readonly OpenAIClientOptions _client;
    private readonly HttpClient? _own;
    private volatile IChatClient? _chat;

    public ServerConnection(Uri endpoint, InternLM3RemoteOptions options)
    {
        Errors = new ServerErrors(endpoint, options.Timeout, options.TimeProvider);
        ModelId = options.ModelId;
        _own = options.HttpClient is null ? CreateHttpClient() : null;
        _authentication = options.ApiKey is { } key
            ? ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(new ApiKeyCredential(key), "Authorization", "Bearer")
            : new NoAuthentication();
        _client = new OpenAIClientOptions
        {
            Endpoint = endpoint,
            NetworkTimeout = options.Timeout,
            RetryPolicy = new UnansweredRetry(options.MaxRetries, options.TimeProvider),
            Transport = new HttpClientPipelineTransport(options.HttpClient ?? _own!),
            UserAgentApplicationId = "InternLM3.Remote",
        };
    }

    /// <summary>Reads the server's errors.</summary>
    public ServerErrors Errors { get; }

    /// <summary>The model, once it is known.</summary>
    public string? ModelId { get; private set; }

    /// <summary>The client of the model; the first call may ask the server which models it has.</summary>
    public async ValueTask<IChatClient> GetChatAsync(CancellationToken cancellationToken)
    {
        if (_chat is null)
        {
            ModelId ??= await FirstModelAsync(cancellationToken).ConfigureAwait(false);
            _chat = new ChatClient(ModelId, _authentication, _client).AsIChatClient();
        }

        return _chat;
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    private async Task<string> FirstModelAsync(CancellationToken cancellationToken)
    {
        var models = await new OpenAIModelClient(_authentication, _client).GetModelsAsync(cancellationToken).ConfigureAwait(false);
        return models.Value.Count > 0
            ? models.Value[0].Id
            : throw new RemoteServerException($"{_client.Endpoint} lists no model; set ModelId.");
    }

    // Connections are renewed so that replicas which appear behind a name get their share.
    private static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
