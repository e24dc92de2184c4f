using System.Runtime.CompilerServices;
using InternLM3.Chat;
using InternLM3.Loading;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3;

/// <summary>
/// InternLM3 in process as an <see cref="IChatClient"/>. All members are safe for concurrent use; requests begin in the order they came
/// and run together.
/// </summary>
public sealed class InternLM3ChatClient : IChatClient, IAsyncDisposable
{
    private readonly ModelSource<InternLM3Model> _source;
    private readonly ChatContext _context;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Creates a client that loads its model as <see cref="InternLM3Options.Loading"/> says and disposes it with itself.</summary>
    /// <param name="modelPath">
    /// A model folder, a Hugging Face checkpoint folder, which is converted into a cache once, or a repository,
    /// <c>owner/name[@revision]</c>.
    /// </param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="loggerFactory">Where warnings go; null for nowhere.</param>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public InternLM3ChatClient(string modelPath, InternLM3Options? options = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelPath);
        options ??= new InternLM3Options();
        options.Validate();
        var reference = ModelReference.Parse(modelPath);
        _metadata = new ChatClientMetadata("internlm3", reference.Address(options.Download), options.ModelId ?? reference.ModelId);
        _context = CreateContext(options.Chat, loggerFactory);
        var logger = loggerFactory?.CreateLogger<InternLM3Model>() ?? NullLogger<InternLM3Model>.Instance;
        _source = new ModelSource<InternLM3Model>(this, () => InternLM3Model.LoadAsync(reference.Text, options, logger));
        if (options.Loading == ModelLoading.OnConstruction)
        {
            _source.GetAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    /// <summary>Creates a client over a loaded model.</summary>
    /// <param name="model">The model; several clients may share it.</param>
    /// <param name="ownsModel">Whether the client disposes the model with itself. Default false.</param>
    /// <param name="options">Options of the chat, or null for those the model was loaded with; the clock is the model's.</param>
    /// <param name="loggerFactory">Where warnings go; null for nowhere.</param>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public InternLM3ChatClient(
        InternLM3Model model, bool ownsModel = false, InternLM3ChatOptions? options = null, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= model.ChatOptions;
        options.Validate();
        _context = CreateContext(options, loggerFactory);
        _metadata = new ChatClientMetadata("internlm3", new Uri(model.Folder), model.Id);
        _source = new ModelSource<InternLM3Model>(this, model, ownsModel);
    }

    /// <summary>Returns the model, and loads it first if necessary.</summary>
    /// <param name="cancellationToken">Ends the wait, not the load.</param>
    public Task<InternLM3Model> GetModelAsync(CancellationToken cancellationToken = default) => _source.GetAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ContextLengthException">The conversation does not fit in the context.</exception>
    /// <exception cref="UnsupportedOptionException">An option or a message asks for what this client cannot do.</exception>
    /// <exception cref="EngineBusyException">As many requests wait as may.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ContextLengthException">The conversation does not fit in the context.</exception>
    /// <exception cref="UnsupportedOptionException">An option or a message asks for what this client cannot do.</exception>
    /// <exception cref="EngineBusyException">As many requests wait as may.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return StreamAsync([.. messages], options, cancellationToken);
    }

    /// <summary>
    /// Computes the beginning of conversations ahead (a system prompt, tools, documents), so that the first answer of one that begins with
    /// it starts sooner and reports it as cached.
    /// </summary>
    /// <param name="messages">The messages the conversations begin with.</param>
    /// <param name="options">
    /// What changes the prompt: <c>Tools</c>, <c>ToolMode</c>, <c>Instructions</c>, <c>Reasoning</c>. The rest is only checked.
    /// </param>
    /// <param name="cancellationToken">Ends the computation; what was computed stays.</param>
    /// <exception cref="ContextLengthException">The messages do not fit in the context.</exception>
    /// <exception cref="UnsupportedOptionException">An option or a message asks for what this client cannot do.</exception>
    /// <exception cref="EngineBusyException">As many requests wait as may.</exception>
    public async Task WarmUpAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var model = await _source.GetAsync(cancellationToken).ConfigureAwait(false);
        var request = ChatRequest.Create([.. messages], options, model.Chat, _context);
        await model.Engine.WarmUpAsync(request.Generation.Prompt, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns the token ids a request with these messages and options would have as its prompt. Nothing is generated.
    /// </summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">
    /// What changes the prompt: <c>Tools</c>, <c>ToolMode</c>, <c>Instructions</c>, <c>Reasoning</c>. The rest is only checked.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the model, which is loaded if it was not.</param>
    /// <exception cref="UnsupportedOptionException">An option or a message asks for what this client cannot do.</exception>
    public async Task<int[]> EncodeAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var model = await _source.GetAsync(cancellationToken).ConfigureAwait(false);
        return ChatRequest.Create([.. messages], options, model.Chat, _context).Generation.Prompt.ToArray();
    }

    /// <summary>Returns <see cref="ChatClientMetadata"/>, this client, or the <see cref="InternLM3Model"/> once it is loaded.</summary>
    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(InternLM3Model) ? _source.Loaded
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <summary>Ends every request and frees the model, if this client owns it. Safe to call more than once.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        List<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var model = await _source.GetAsync(cancellationToken).ConfigureAwait(false);
        var request = ChatRequest.Create(messages, options, model.Chat, _context);
        await foreach (var update in ChatRun.StreamAsync(request, model.Chat, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private ChatContext CreateContext(InternLM3ChatOptions options, ILoggerFactory? loggerFactory) => new(
        this,
        options,
        new OptionPolicy(
            options.UnsupportedOptions,
            loggerFactory?.CreateLogger<InternLM3ChatClient>() ?? NullLogger<InternLM3ChatClient>.Instance));
}
