using InternLM3.Configuration;
using InternLM3.Generation;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// Runs a model folder's <c>engine.onnx</c> on ONNX Runtime's CPU provider, or on CUDA. Keys and values of all sequences stay in native
/// buffers that the graph reads and writes in place: a sequence is a slot of them, a batch is slots that stand together.
/// </summary>
internal sealed class OnnxRuntimeBackend : IModelBackend
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run;
    private readonly ITensorMemory _memory;
    private readonly KeyValueCache _cache;
    private readonly RopeTables _ropes;
    private readonly StepBindings _bindings;
    private readonly SlotPlacement _placement;
    private readonly RopeTable?[] _ropeOf;
    private readonly int[] _lengths;
    private bool _disposed;

    /// <summary>Loads a model folder.</summary>
    /// <param name="folder">The folder; it must hold <c>engine.onnx</c> and its weights.</param>
    /// <param name="config">The numbers of its <c>config.json</c>.</param>
    /// <param name="settings">What the model's options ask for.</param>
    /// <param name="memory">Where keys and values are kept, which the backend owns; null for that of the device.</param>
    /// <exception cref="InternLM3Exception">The memory for keys and values is not there, or ONNX Runtime is missing.</exception>
    /// <exception cref="ModelFormatException">ONNX Runtime cannot load the graph.</exception>
    public OnnxRuntimeBackend(string folder, ModelConfig config, BackendSettings settings, ITensorMemory? memory = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.ContextLength, 1, nameof(settings));
        var cuda = settings.Device == ComputeDevice.Cuda ? settings.Cuda ?? new CudaOptions() : null;
        if (cuda is { Graph: true })
        {
            throw new UnsupportedOptionException(
                nameof(cuda.Graph),
                "is for ONNX Runtime GenAI; steps of this runtime change their shape with the number of requests.");
        }

        cuda?.Validate();
        NativeRuntime.Require();
        _run = new RunOptions();
        _session = SessionLoader.Load(Path.Combine(folder, ModelFolder.EngineGraph), settings.Threads, cuda);
        try
        {
            memory ??= cuda is not null ? new CudaMemory(cuda.DeviceId) : new HostMemory();
            Memory = KeyValueMemory.Plan(
                config,
                settings.ContextLength,
                settings.MaxSequences,
                settings.KeyValueMemoryBudget,
                KeyValueCache.ElementSize(_session),
                memory is CudaMemory gpu ? gpu.CountFreeBytes() : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
            _cache = new KeyValueCache(_session, config, Memory, memory);
            _memory = memory;
        }
        catch
        {
            _session.Dispose();
            memory?.Dispose();
            throw;
        }

        Capabilities = new BackendCapabilities
        {
            VocabularySize = config.VocabularySize,
            ContextLength = settings.ContextLength,
            MaxSequences = Memory.Sequences,
            MaxBatchSize = Memory.Sequences,
            CanAppendToPast = true,
            CanReturnManyRows = true,
            CanChangeRopeBase = true,
            CanCopy = true,
        };
        _ropes = new RopeTables(config, settings.ContextLength);
        _bindings = new StepBindings(_session, _cache, Capabilities);
        _placement = new SlotPlacement(_cache, Memory.Sequences);
        _ropeOf = new RopeTable?[Memory.Sequences];
        _lengths = new int[Memory.Sequences];
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public KeyValueMemory Memory { get; }

    /// <summary>The session, for measurements of what the code around it costs.</summary>
    internal InferenceSession Session => _session;

    /// <inheritdoc/>
    public int Open(double? ropeBase = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var sequence = Array.IndexOf(_ropeOf, null);
        if (sequence < 0)
        {
            throw new InternLM3Exception($"The backend holds {_ropeOf.Length} sequences and all are in use: close one first.");
        }

        _ropeOf[sequence] = _ropes.Rent(ropeBase);
        return sequence;
    }

    /// <inheritdoc/>
    public void Close(int sequence)
    {
        _ropes.Return(Require(sequence));
        (_ropeOf[sequence], _lengths[sequence]) = (null, 0);
    }

    /// <inheritdoc/>
    public Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        var rope = Require(sequence);
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length, nameof(tokens));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.Length, Capabilities.ContextLength - _lengths[sequence], nameof(tokens));
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, tokens.Length);
        var binding = _bindings.For(new StepShape(_placement.SlotOf(sequence), Batch: 1, tokens.Length, rows));
        var buffers = _bindings.Buffers;
        for (var i = 0; i < tokens.Length; i++)
        {
            buffers.Ids.Span[i] = tokens[i];
        }

        for (var i = 0; i < rows; i++)
        {
            buffers.Rows.Span[i] = tokens.Length - rows + i;
        }

        var length = _lengths[sequence] + tokens.Length;
        buffers.LastPositions.Span[0] = length - 1;
        buffers.TotalLength.Span[0] = length;
        Run(binding, rope, cancellationToken);
        _lengths[sequence] = length;
        return Logits(rows);
    }

    /// <inheritdoc/>
    public Span<float> Decode(scoped ReadOnlySpan<DecodeStep> steps, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(steps.Length, nameof(steps));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps.Length, Capabilities.MaxBatchSize, nameof(steps));
        var rope = Require(steps[0].Sequence);
        Span<int> sequences = stackalloc int[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            sequences[i] = steps[i].Sequence;
            if (!ReferenceEquals(rope, Require(sequences[i])))
            {
                throw new ArgumentException("Sequences of different rotary bases cannot decode together.", nameof(steps));
            }

            ArgumentOutOfRangeException.ThrowIfEqual(_lengths[sequences[i]], Capabilities.ContextLength, nameof(steps));
        }

        var first = _placement.Gather(sequences, _lengths);
        var binding = _bindings.For(new StepShape(first, steps.Length, Tokens: 1, Rows: steps.Length));
        var buffers = _bindings.Buffers;
        var longest = 0;
        for (var i = 0; i < steps.Length; i++)
        {
            // Rows of the batch are slots in their order; the rows of logits are the steps in theirs.
            var (row, length) = (_placement.SlotOf(sequences[i]) - first, _lengths[sequences[i]]);
            buffers.Ids.Span[row] = steps[i].TokenId;
            buffers.LastPositions.Span[row] = length;
            buffers.Rows.Span[i] = row;
            longest = Math.Max(longest, length + 1);
        }

        buffers.TotalLength.Span[0] = longest;
        Run(binding, rope, cancellationToken);
        foreach (var sequence in sequences)
        {
            _lengths[sequence]++;
        }

        return Logits(steps.Length);
    }

    /// <inheritdoc/>
    public void Rewind(int sequence, int length)
    {
        Require(sequence);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _lengths[sequence]);
        _lengths[sequence] = length;
    }

    /// <inheritdoc/>
    public void Copy(int source, int target, int length)
    {
        if (!ReferenceEquals(Require(source), Require(target)) || source == target)
        {
            throw new ArgumentException("Tokens are copied between two sequences of one rotary base.", nameof(target));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _lengths[source]);
        _cache.Copy(_placement.SlotOf(source), _placement.SlotOf(target), length);
        _lengths[target] = length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _bindings.Dispose();
        _ropes.Dispose();
        _session.Dispose();
        _cache.Dispose();
        _memory.Dispose();
        _run.Dispose();
        NativeHeap.Trim();
    }

    private void Run(StepBinding binding, RopeTable rope, CancellationToken cancellationToken)
    {
        _run.Terminate = false;
        using var registration = cancellationToken.UnsafeRegister(static run => ((RunOptions)run!).Terminate = true, _run);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            binding.Run(_session, _run, rope);
        }
        catch (OnnxRuntimeException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new InternLM3Exception($"ONNX Runtime failed to compute a step: {e.Message}", e);
        }
    }

    private Span<float> Logits(int rows) => _bindings.Buffers.Logits.Span[..(rows * Capabilities.VocabularySize)];

    private RopeTable Require(int sequence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return (uint)sequence < (uint)_ropeOf.Length && _ropeOf[sequence] is { } rope
            ? rope
            : throw new ArgumentException($"Sequence {sequence} is not open.", nameof(sequence));
    }
}
