using System.Threading.Channels;
using InternLM3.Sampling;

namespace InternLM3.Generation;

/// <summary>A request on its way through the engine: its slot, its sampler, its limits, and the events its caller reads.</summary>
internal sealed class Sequence
{
    // Unbounded, so that a caller who reads slowly, or not at all, holds nobody up; the answer's length bounds it, at most what the
    // context leaves.
    private readonly Channel<GenerationEvent> _events =
        Channel.CreateUnbounded<GenerationEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly GenerationRequest _request;
    private readonly TimeProvider _time;
    private readonly TokenChooser _chooser;
    private readonly int _maxNewTokens;
    private readonly int _vocabularySize;
    private readonly float[]? _promptLogprobs;
    private readonly long _submitted;
    private long _started;
    private long _firstToken;
    private long _lastToken;
    private int _newTokens;
    private FinishReason _finishReason;
    private int _stopToken = -1;

    /// <summary>Creates a sequence for a validated request.</summary>
    public Sequence(GenerationRequest request, BackendCapabilities capabilities, EngineOptions options, CancellationToken cancellation)
    {
        _request = request;
        _time = options.TimeProvider;
        _submitted = _time.GetTimestamp();
        _vocabularySize = capabilities.VocabularySize;
        _chooser = new TokenChooser(request, _vocabularySize, options.TokenCount ?? _vocabularySize);
        _maxNewTokens = Math.Min(request.MaxNewTokens ?? int.MaxValue, capabilities.ContextLength - request.Prompt.Length);
        Lookup = new PromptLookup(options.MaxDraftTokens);
        _promptLogprobs = request.PromptLogprobs ? new float[request.Prompt.Length - 1] : null;

        // A chunk whose every row is wanted holds chunk x vocabulary logits: at 128,512 tokens, 32 rows are 16 MB.
        var mostRows = capabilities.CanReturnManyRows ? 32 : 1;
        ChunkSize = WantsPromptLogprobs ? Math.Min(options.PrefillChunkSize, mostRows) : options.PrefillChunkSize;
        Cancellation = cancellation;
    }

    /// <summary>The prompt.</summary>
    public ReadOnlyMemory<int> Prompt => _request.Prompt;

    /// <summary>Prompt tokens to compute in one step.</summary>
    public int ChunkSize { get; }

    /// <summary>How many tokens it will probably hold: an answer of some hundred tokens is usual, and most callers set no limit.</summary>
    public int ExpectedLength => Prompt.Length + Math.Min(_maxNewTokens, 512);

    /// <summary>Whether every row of the prompt's logits is needed.</summary>
    public bool WantsPromptLogprobs => _promptLogprobs is not null;

    /// <summary>Rows of logits needed after the last chunk of the prompt.</summary>
    public int RowsAfterPrompt => Math.Min(_maxNewTokens, 1);

    /// <summary>Set when the caller gave up or the engine is closing.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether <see cref="Cancellation"/> is set.</summary>
    public bool IsCancelled => Cancellation.IsCancellationRequested;

    /// <summary>Whether the sequence is over.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The events; the caller is the only reader.</summary>
    public ChannelReader<GenerationEvent> Events => _events.Reader;

    /// <summary>The slot it runs in, from its start on.</summary>
    public Slot? Slot { get; private set; }

    /// <summary>The token chosen last, which is to be appended.</summary>
    public int NextToken { get; private set; }

    /// <summary>Proposes what comes next.</summary>
    public PromptLookup Lookup { get; }

    /// <summary>The most tokens that may follow <see cref="NextToken"/> in one step.</summary>
    public int MaxDraftTokens => _maxNewTokens - _newTokens - 1;

    /// <summary>How long the sequence has run.</summary>
    public TimeSpan RunningTime => _started == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_started);

    /// <summary>Begins, in a slot that holds the first tokens of the prompt.</summary>
    public void Start(Slot slot)
    {
        Slot = slot;
        _started = _time.GetTimestamp();
        _events.Writer.TryWrite(GenerationEvent.Started(cachedPromptTokens: slot.Length));
    }

    /// <summary>Scores the prompt tokens that follow some positions, and reports them all after the last one.</summary>
    /// <param name="logits">The rows of a chunk.</param>
    /// <param name="position">The position of the first row.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <returns>The last row.</returns>
    public Span<float> ScorePrompt(Span<float> logits, int position, int rows)
    {
        for (var i = 0; i < rows && position + i < _promptLogprobs!.Length; i++)
        {
            var row = logits.Slice(i * _vocabularySize, _vocabularySize);
            _promptLogprobs[position + i] = row[Prompt.Span[position + i + 1]] - Logprobs.LogSumExp(row);
        }

        if (position + rows == Prompt.Length)
        {
            _events.Writer.TryWrite(GenerationEvent.Prompt(_promptLogprobs!));
        }

        return logits[((rows - 1) * _vocabularySize)..];
    }

    /// <summary>Chooses the next token from the logits after the last one and reports it.</summary>
    /// <returns>False when the sequence is complete; otherwise <see cref="NextToken"/> is to be appended.</returns>
    public bool TryAdvance(Span<float> logits)
    {
        if (_maxNewTokens == 0)
        {
            _firstToken = _time.GetTimestamp();
            _finishReason = FinishReason.Length;
            return false;
        }

        NextToken = _chooser.Choose(logits, _newTokens);
        Clock();
        if (_chooser.IsStop(NextToken))
        {
            (_finishReason, _stopToken) = (FinishReason.Stop, NextToken);
            return false;
        }

        _newTokens++;
        _events.Writer.TryWrite(GenerationEvent.Token(NextToken, _chooser.Logprob, _chooser.Alternatives));
        _finishReason = FinishReason.Length;
        return _newTokens < _maxNewTokens;
    }

    /// <summary>Reports the end: the finish, or what went wrong.</summary>
    public void End(Exception? error)
    {
        HasEnded = true;
        if (error is null)
        {
            var timings = new GenerationTimings(
                _time.GetElapsedTime(_submitted, _started), _time.GetElapsedTime(_started, _firstToken), _time.GetElapsedTime(_firstToken))
            {
                DraftTokens = Lookup.Drafted,
                AcceptedDraftTokens = Lookup.Accepted,
            };
            _events.Writer.TryWrite(GenerationEvent.Finished(_finishReason, _stopToken, timings));
        }

        _events.Writer.TryComplete(error);
    }

    /// <summary>Tells the caller at once that it gave up; the worker ends the sequence when it comes to it.</summary>
    public void Cancel(CancellationToken cancellationToken) =>
        _events.Writer.TryComplete(new OperationCanceledException(cancellationToken));

    private void Clock()
    {
        var now = _time.GetTimestamp();
        if (_newTokens == 0)
        {
            _firstToken = now;
            EngineDiagnostics.FirstToken(_time.GetElapsedTime(_submitted, now));
        }
        else
        {
            EngineDiagnostics.NextToken(_time.GetElapsedTime(_lastToken, now));
        }

        _lastToken = now;
    }
}
