using System.Runtime.CompilerServices;
using InternLM3.Configuration;

namespace InternLM3.Generation;

/// <summary>
/// Runs requests on a backend: a queue in front, one worker thread that owns the backend, a stream of events for each caller.
/// Requests run in the order they came, one at a time. All members are safe for concurrent use.
/// </summary>
public sealed class GenerationEngine : IAsyncDisposable, IDisposable
{
    private readonly IModelBackend _backend;
    private readonly ModelConfig _config;
    private readonly EngineOptions _options;
    private readonly RequestQueue _queue;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _worker;
    private int _disposed;
    private long _tokensUsed;

    /// <summary>Starts an engine.</summary>
    /// <param name="backend">The backend, which the engine owns from here on.</param>
    /// <param name="config">The model's numbers.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    public GenerationEngine(IModelBackend backend, ModelConfig config, EngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(config);
        _backend = backend;
        _config = config;
        _options = options ?? new EngineOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.PrefillChunkSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxQueueLength, 1, nameof(options));
        _queue = new RequestQueue(slots: 1, _options.MaxQueueLength);
        EngineDiagnostics.Watch(this);
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What the backend can do.</summary>
    public BackendCapabilities Capabilities => _backend.Capabilities;

    /// <summary>What the engine is doing now.</summary>
    public EngineStatus Status => new(_queue.Waiting, _queue.Running, Interlocked.Read(ref _tokensUsed), Capabilities.ContextLength);

    /// <summary>Generates one sequence.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the request, queued or running; the stream then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>One start event, the tokens as they come, one finish event. Leaving the stream early ends the request.</returns>
    /// <exception cref="ContextLengthException">The prompt does not fit.</exception>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    /// <exception cref="EngineBusyException">The queue is full; thrown when the first event is asked for.</exception>
    /// <exception cref="ObjectDisposedException">The engine is closed; thrown when the first event is asked for.</exception>
    public IAsyncEnumerable<GenerationEvent> GenerateAsync(GenerationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestCheck.Validate(request, Capabilities);
        return StreamAsync(request, cancellationToken);
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

        try
        {
            await foreach (var e in sequence.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                EngineDiagnostics.Record(activity, e, request.Prompt.Length);
                yield return e;
            }
        }
        finally
        {
            // A caller that leaves early must keep neither the backend busy nor a place in the queue.
            _queue.Remove(sequence);
            await cancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The worker thread: takes requests in their order until the engine closes.</summary>
    private void Work()
    {
        while (_queue.Wait())
        {
            while (_queue.TryTake(out var sequence))
            {
                try
                {
                    sequence.Cancellation.ThrowIfCancellationRequested();
                    Run(sequence);
                }
                catch (Exception e)
                {
                    sequence.Fail(_closing.IsCancellationRequested ? new ObjectDisposedException(nameof(GenerationEngine), e) : e);
                }

                _queue.End(sequence.RunningTime);
            }
        }

        while (_queue.TryTake(out var sequence))
        {
            sequence.Fail(new ObjectDisposedException(nameof(GenerationEngine)));
            _queue.End(sequence.RunningTime);
        }

        _backend.Dispose();
    }

    private void Run(Sequence sequence)
    {
        var id = _backend.Open(RopeScaling.BaseFor(_config, sequence.Prompt.Length));
        try
        {
            sequence.Start(cachedPromptTokens: 0);
            var logits = Prefill(id, sequence);
            while (sequence.TryAdvance(logits, out var token))
            {
                Interlocked.Increment(ref _tokensUsed);
                logits = _backend.Decode([new DecodeStep(id, token)], sequence.Cancellation);
            }
        }
        finally
        {
            _backend.Close(id);
            Interlocked.Exchange(ref _tokensUsed, 0);
        }
    }

    /// <summary>Appends the prompt chunk by chunk and gives the logits after its last token.</summary>
    private Span<float> Prefill(int id, Sequence sequence)
    {
        Span<float> logits = default;
        var prompt = sequence.Prompt.Span;
        for (var done = 0; done < prompt.Length;)
        {
            var chunk = prompt.Slice(done, Math.Min(sequence.ChunkSize, prompt.Length - done));
            done += chunk.Length;
            Interlocked.Exchange(ref _tokensUsed, done);
            var rows = sequence.WantsPromptLogprobs ? chunk.Length : done == prompt.Length ? 1 : 0;
            logits = _backend.Append(id, chunk, rows, sequence.Cancellation);
            if (sequence.WantsPromptLogprobs)
            {
                logits = sequence.ScorePrompt(logits, done - chunk.Length, rows);
            }
        }

        return logits;
    }
}
