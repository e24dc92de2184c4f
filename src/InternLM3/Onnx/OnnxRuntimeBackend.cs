using InternLM3.Configuration;
using InternLM3.Generation;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// Runs a model folder's <c>engine.onnx</c> on ONNX Runtime's CPU provider. One sequence at a time; keys and values stay in one
/// native buffer that the graph reads and writes in place.
/// </summary>
public sealed class OnnxRuntimeBackend : IModelBackend
{
    private const int Slot = 0;

    private readonly InferenceSession _session;
    private readonly RunOptions _run;
    private readonly KeyValueCache _cache;
    private readonly RopeTable _modelRope;
    private readonly StepBinding _decode;
    private readonly ModelConfig _config;
    private StepBinding? _append;
    private (int Tokens, int Rows) _appendShape;
    private RopeTable _rope;
    private int _length;
    private bool _open;
    private bool _disposed;

    /// <summary>Loads a model folder.</summary>
    /// <param name="folder">The folder; it must hold <c>engine.onnx</c> and its weights.</param>
    /// <param name="config">The numbers of its <c>config.json</c>.</param>
    /// <param name="options">Options.</param>
    /// <exception cref="InternLM3Exception">The memory for the context is not there, or ONNX Runtime is missing.</exception>
    /// <exception cref="ModelFormatException">ONNX Runtime cannot load the graph.</exception>
    public OnnxRuntimeBackend(string folder, ModelConfig config, OnnxRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ContextLength, 1, nameof(options));
        NativeRuntime.Require();
        _config = config;
        _run = new RunOptions();
        _session = SessionLoader.Load(Path.Combine(folder, ModelFolder.EngineGraph), options.Threads);
        try
        {
            MemoryCheck.Require(KeyValueCache.BytesPerToken(_session, config) * options.ContextLength, options.ContextLength);
        }
        catch
        {
            _session.Dispose();
            throw;
        }

        _cache = new KeyValueCache(_session, config, slots: 1, options.ContextLength);
        _rope = _modelRope = new RopeTable(config.RopeTheta, config.HeadDimension, options.ContextLength);
        _decode = new StepBinding(_session, _cache, tokens: 1, rows: 1, config.VocabularySize);
        Capabilities = new BackendCapabilities
        {
            VocabularySize = config.VocabularySize,
            ContextLength = options.ContextLength,
            MaxSequences = 1,
            MaxBatchSize = 1,
            CanAppendToPast = true,
            CanReturnManyRows = true,
            CanChangeRopeBase = true,
        };
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public int Open(double? ropeBase = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_open)
        {
            throw new InternLM3Exception("The backend holds one sequence at a time and it is in use: close it first.");
        }

        if (ropeBase is { } other && other != _rope.Base)
        {
            ReleaseRope();
            _rope = new RopeTable(other, _config.HeadDimension, Capabilities.ContextLength);
        }
        else if (ropeBase is null)
        {
            ReleaseRope();
        }

        _length = 0;
        _open = true;
        return Slot;
    }

    /// <inheritdoc/>
    public void Close(int sequence)
    {
        Require(sequence);
        _open = false;
    }

    /// <inheritdoc/>
    public Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        Require(sequence);
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length, nameof(tokens));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.Length, Capabilities.ContextLength - _length, nameof(tokens));
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, tokens.Length);
        return Run(BindingFor(tokens.Length, rows), tokens, cancellationToken);
    }

    /// <inheritdoc/>
    public Span<float> Decode(scoped ReadOnlySpan<DecodeStep> steps, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(steps.Length, 1, nameof(steps));
        return Append(steps[0].Sequence, [steps[0].TokenId], 1, cancellationToken);
    }

    /// <inheritdoc/>
    public void Rewind(int sequence, int length)
    {
        Require(sequence);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _append?.Dispose();
        _decode.Dispose();
        ReleaseRope();
        _modelRope.Dispose();
        _session.Dispose();
        _cache.Dispose();
        _run.Dispose();
    }

    private Span<float> Run(StepBinding binding, scoped ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        _run.Terminate = false;
        using var registration = cancellationToken.UnsafeRegister(static run => ((RunOptions)run!).Terminate = true, _run);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var logits = binding.Run(_session, _run, _rope, tokens, _length);
            _length += tokens.Length;
            return logits;
        }
        catch (OnnxRuntimeException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InternLM3Exception($"ONNX Runtime failed while appending {tokens.Length} tokens after {_length}: {e.Message}", e);
        }
    }

    /// <summary>The binding for a shape; the last one is kept, because the chunks of a prompt have one length but for the last.</summary>
    private StepBinding BindingFor(int tokens, int rows)
    {
        if ((tokens, rows) == (1, 1))
        {
            return _decode;
        }

        if (_append is null || _appendShape != (tokens, rows))
        {
            _append?.Dispose();
            _append = new StepBinding(_session, _cache, tokens, rows, Capabilities.VocabularySize);
            _appendShape = (tokens, rows);
        }

        return _append;
    }

    /// <summary>Goes back to the model's own rotary base.</summary>
    private void ReleaseRope()
    {
        if (!ReferenceEquals(_rope, _modelRope))
        {
            _rope.Dispose();
            _rope = _modelRope;
        }
    }

    private void Require(int sequence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_open || sequence != Slot)
        {
            throw new ArgumentException($"Sequence {sequence} is not open.", nameof(sequence));
        }
    }
}
