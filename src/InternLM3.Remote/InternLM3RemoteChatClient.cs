using System.Runtime.CompilerServices;
using InternLM3.Chat;
using InternLM3.Remote.Answers;
using InternLM3.Remote.Requests;
using InternLM3.Remote.Wire;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3.Remote;

/// <summary>
/// InternLM3 on a server with OpenAI's API (LMDeploy, vLLM, or this library's own) as an <see cref="IChatClient"/> that takes the options
/// of the model in process. Answers are always streamed, so that long ones keep the connection busy. All members are safe for concurrent
/// use.
/// </summary>
public sealed class InternLM3RemoteChatClient : IChatClient
{
    private readonly InternLM3RemoteOptions _options;
    private readonly ServerConnection _connection;
    private readonly OptionPolicy _policy;
    private readonly Uri _endpoint;

    /// <summary>Creates a client; nothing is sent before the first request.</summary>
    /// <param name="endpoint">The server's API, for example <c>http://host:23333/v1</c>.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="loggerFactory">Where warnings go; null for nowhere.</param>
    /// <exception cref="UnsupportedOptionException">An option is out of its range, or the address is not one of HTTP.</exception>
    public InternLM3RemoteChatClient(Uri endpoint, InternLM3RemoteOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        RequireUsable(endpoint, options);
        _options = options ?? new InternLM3RemoteOptions();
        _endpoint = endpoint;
        _connection = new ServerConnection(endpoint, _options);
        _policy = new OptionPolicy(
            _options.UnsupportedOptions,
            loggerFactory?.CreateLogger<InternLM3RemoteChatClient>() ?? NullLogger<InternLM3RemoteChatClient>.Instance);
    }

    /// <summary>Checks the address and the options of a client.</summary>
    /// <exception cref="UnsupportedOptionException">An option is out of its range, or the address is not one of HTTP.</exception>
    internal static void RequireUsable(Uri endpoint, InternLM3RemoteOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        OptionPolicy.Refuse(
            !endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"),
            nameof(endpoint), $"{endpoint} is no address like http://host:23333/v1.");
        options?.Validate();
    }

    /// <inheritdoc/>
    /// <exception cref="UnsupportedOptionException">An option or a message asks for what this client or its server cannot do.</exception>
    /// <exception cref="RemoteServerBusyException">The server has no room, after all retries.</exception>
    /// <exception cref="RemoteServerException">The server refused, failed, fell silent or could not be reached.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="UnsupportedOptionException">An option or a message asks for what this client or its server cannot do.</exception>
    /// <exception cref="RemoteServerBusyException">The server has no room, after all retries.</exception>
    /// <exception cref="RemoteServerException">The server refused, failed, fell silent or could not be reached.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync([.. messages], options, cancellationToken);
    }

    /// <summary>Returns <see cref="ChatClientMetadata"/> or this client; null for another type, or with a key.</summary>
    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("internlm3", _endpoint, _connection.ModelId)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Closes the connections this client opened.</summary>
    public void Dispose() => _connection.Dispose();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        List<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = RemoteRequest.Create(messages, options, _options, this, _policy);
        var answer = new AnswerReader(request.Answer, _connection.Errors);
        var chat = await AskAsync(() => _connection.GetChatAsync(cancellationToken), cancellationToken).ConfigureAwait(false);

        // The request's own messages take this one's place; the adapter insists on some.
        var pieces = chat.GetStreamingResponseAsync(
            [new ChatMessage(ChatRole.User, "")],
            new ChatOptions { ModelId = request.ModelId, RawRepresentationFactory = _ => request.Body },
            cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = pieces.ConfigureAwait(false);
        while (!answer.IsComplete && await AskAsync(pieces.MoveNextAsync, cancellationToken).ConfigureAwait(false))
        {
            if (answer.Append(pieces.Current) is { } update)
            {
                yield return update;
            }
        }

        yield return answer.Finish();
    }

    private async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (_connection.Errors.From(e, cancellationToken) is { } error)
        {
            throw error;
        }
    }
}
