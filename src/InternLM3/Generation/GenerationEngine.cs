using System.Runtime.CompilerServices;
using InternLM3.Configuration;

namespace InternLM3.Generation;

/// <summary>
/// Runs requests on a backend: a queue in front, one worker thread that owns the backend, a stream of events for each caller.
/// Requests begin in the order they came and run together, as many as the backend holds sequences; a prompt's first tokens are not
/// computed again while a slot still holds them. All members are safe for concurrent use.
/// </summary>
public sealed class GenerationEngine : IAsyncDisposable, IDisposable
{
    private readonly BackendSource _source;
    private readonly EngineOptions _options;
    private readonly RequestQueue _queue;
    private readonly SlotTable _slots;
    private readonly Scheduler _scheduler;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _worker;
    private int _disposed;

    /// <summary>Starts an engine.</summary>
    /// <param name="backend">The backend, which the engine owns from here on.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="reopen">
    /// Opens a backend like the first, for <see cref="EngineOptions.IdleUnload"/>, on the engine's thread. When it throws, the request
    /// that needed it fails with the exception, and the next one tries again.
    /// </param>
    /// <exception cref="UnsupportedOptionException">
    /// <see cref="EngineOptions.IdleUnload"/> is out of its range, or set without <paramref name="reopen"/>.
    /// </exception>
    public GenerationEngine(IModelBackend backend, ModelConfig config, EngineOptions? options = null, Func<IModelBackend>? reopen = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(config);
        _options = options ?? new EngineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.PrefillChunkSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxQueueLength, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxDraftTokens, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.MaxDraftTokens, EngineOptions.DraftTokensLimit, nameof(options));
        EngineOptions.RequireIdleUnload(_options.IdleUnload);
        if (_options.IdleUnload is not null && reopen is null)
        {
            throw new UnsupportedOptionException(
                nameof(EngineOptions.IdleUnload), "needs a way to open the backend again: give the engine one.");
        }

        _source = new BackendSource(backend, reopen);
        _queue = new RequestQueue(Capabilities.MaxSequences, _options.MaxQueueLength);
        _slots = new SlotTable(Capabilities);
        _scheduler = new Scheduler(_source, config, _queue, _slots, _options, _closing.Token);
        EngineDiagnostics.Watch(this);
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What the backend can do.</summary>
    public BackendCapabilities Capabilities => _source.Capabilities;

    /// <summary>What the engine is doing now.</summary>
    public EngineStatus Status => new(
        _queue.Waiting, _queue.Running, _slots.TokensUsed, (long)Capabilities.MaxSequences * Capabilities.ContextLength)
    {
        IsLoaded = _source.IsLoaded,
    };

    /// <summary>Generates one sequence.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">
    /// Ends the request, queued or running; the stream then throws <see cref="OperationCanceledException"/>.
    /// </param>
    /// <returns>One start event, the tokens as they come, one finish event. Leaving the stream early ends the request.</returns>
    /// <exception cref="ContextLengthException">The prompt does not fit.</exception>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    /// <exception cref="EngineBusyException">The queue is full; thrown when the first event is read.</exception>
    /// <exception cref="ObjectDisposedException">The engine is closed; thrown when the first event is read.</exception>
    public IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestCheck.Validate(request, Capabilities, leastNewTokens: request.PromptLogprobs ? 0 : 1);
        return StreamAsync(request, cancellationToken);
    }

    /// <summary>
    /// Computes the keys and values of a prompt's beginning ahead, in the queue like any request, so that requests that begin with it
    /// start sooner. They stay until their slot is needed for others; slots used little and long ago go first.
    /// </summary>
    /// <param name="prefix">The tokens, special ones included.</param>
    /// <param name="cancellationToken">Ends the computation; what was computed stays.</param>
    /// <exception cref="ContextLengthException">The prefix does not fit.</exception>
    /// <exception cref="EngineBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The engine is closed.</exception>
    public async Task WarmUpAsync(ReadOnlyMemory<int> prefix, CancellationToken cancellationToken = default)
    {
        var request = new GenerationRequest { Prompt = prefix, MaxNewTokens = 0 };
        RequestCheck.Validate(request, Capabilities, leastNewTokens: 0);
        await foreach (var _ in StreamAsync(request, cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Ends every request, waits for the step that runs, and closes the backend. Safe to call more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _queue.Close();
            EngineDiagnostics.Unwatch(this);
            await _closing.CancelAsync().ConfigureAwait(false);
        }

        await _worker.ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<GenerationEvent> StreamAsync(
        GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        using var activity = EngineDiagnostics.StartRequest(request.Prompt.Length);
        var sequence = new Sequence(request, Capabilities, _options, cancellation.Token);
        _queue.Add(sequence);
        using var givingUp = cancellationToken.UnsafeRegister(static (sequence, token) => ((Sequence)sequence!).Cancel(token), sequence);
        try
        {
            // Without the caller's token, which would cost an object for every wait.
            while (await sequence.Events.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                while (sequence.Events.TryRead(out var e))
                {
                    EngineDiagnostics.Record(activity, e, request.Prompt.Length);
                    yield return e;
                }
            }
        }
        finally
        {
            // A caller that leaves early must keep neither the backend busy nor a place in the queue.
            _queue.Remove(sequence);
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    private void Work()
    {
        _scheduler.Run();
        _source.Dispose();
    }
}
