using System.Globalization;
using InternLM3.Configuration;
using InternLM3.Generation;
using InternLM3.Onnx;
using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>
/// Runs a model folder's <c>model.onnx</c> on ONNX Runtime GenAI, which serves as a source of logits alone: one generator a sequence,
/// tokens in, the last row of logits out. Sampling, constraints, penalties and stop rules stay the engine's.
/// </summary>
/// <remarks>
/// Calls are made from one thread at a time, as <see cref="IModelBackend"/> says. GenAI's telemetry is turned off before the library
/// starts. A process that ends without disposing its backends closes them by itself.
/// </remarks>
public sealed class GenAIBackend : IModelBackend
{
    private readonly Lock _lock = new();
    private readonly ModelHandle _model;
    private readonly Dictionary<int, GenAISequence> _sequences = [];
    private TensorHandle? _logits;
    private bool _disposed;

    /// <summary>Loads a model folder.</summary>
    /// <param name="folder">The folder; it must hold <c>model.onnx</c>, its weights and <c>genai_config.json</c>.</param>
    /// <param name="config">The numbers of its <c>config.json</c>.</param>
    /// <param name="settings">What the model's options ask for.</param>
    /// <param name="options">GenAI's own options, or null for the defaults.</param>
    /// <exception cref="GenAIException">The native libraries are missing, or GenAI cannot load the model.</exception>
    /// <exception cref="ModelFormatException">A file of the folder is missing.</exception>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public GenAIBackend(string folder, ModelConfig config, BackendSettings settings, GenAIOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(settings);
        options ??= new GenAIOptions();
        settings.Cuda?.Validate();
        if (settings.ContextLength > config.MaxPositionEmbeddings)
        {
            throw new UnsupportedOptionException(
                nameof(settings.ContextLength),
                $"is {settings.ContextLength}, and ONNX Runtime GenAI has no scaling beyond the model's {config.MaxPositionEmbeddings} "
                    + "positions; use the ONNX Runtime backend.");
        }

        Require(folder, ModelFolder.PortableGraph, ModelFolder.Weights, ModelFolder.GenAIConfig);
        Memory = KeyValueMemory.Plan(
            config,
            settings.ContextLength,
            settings.MaxSequences,
            settings.KeyValueMemoryBudget,
            settings.Device == ComputeDevice.Cuda ? sizeof(ushort) : sizeof(float));
        GenAILibrary.Require(options.LibraryPath);
        _model = Load(folder, settings);
        Capabilities = new BackendCapabilities
        {
            VocabularySize = config.VocabularySize,
            ContextLength = Memory.ContextLength,
            MaxSequences = Memory.Sequences,
            MaxBatchSize = 1,
            CanAppendToPast = true,
            CanReturnManyRows = false,
            CanChangeRopeBase = false,
            CanCopy = false,
        };
        GenAIExit.Watch(this);
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    /// <remarks>An upper bound: a generator is made for the request that needs it, not for the whole context.</remarks>
    public KeyValueMemory Memory { get; }

    /// <inheritdoc/>
    public int Open(double? ropeBase = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (ropeBase is not null)
            {
                throw new UnsupportedOptionException(
                    nameof(ropeBase),
                    "ONNX Runtime GenAI has the rotary tables in the graph; use the ONNX Runtime backend for prompts beyond the model's "
                        + "positions.");
            }

            if (_sequences.Count == Capabilities.MaxSequences)
            {
                throw new InternLM3Exception(
                    $"The backend holds {Capabilities.MaxSequences} sequences and all are in use: close one first.");
            }

            var sequence = 0;
            while (_sequences.ContainsKey(sequence))
            {
                sequence++;
            }

            _sequences.Add(sequence, new GenAISequence(_model, Capabilities.ContextLength));
            return sequence;
        }
    }

    /// <inheritdoc/>
    public void Close(int sequence)
    {
        lock (_lock)
        {
            Find(sequence).Dispose();
            _sequences.Remove(sequence);
        }
    }

    /// <inheritdoc/>
    public void Expect(int sequence, int tokens)
    {
        lock (_lock)
        {
            Find(sequence).Expect(tokens);
        }
    }

    /// <inheritdoc/>
    public Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var state = Find(sequence);
            ArgumentOutOfRangeException.ThrowIfZero(tokens.Length, nameof(tokens));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.Length, Capabilities.ContextLength - state.Length, nameof(tokens));
            ArgumentOutOfRangeException.ThrowIfNegative(rows);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, 1);
            state.Append(tokens, cancellationToken);
            return rows == 0 ? default : ReadLogits(state);
        }
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
        lock (_lock)
        {
            var state = Find(sequence);
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, state.Length);
            if (length < state.Length)
            {
                state.Rewind(length);
            }
        }
    }

    /// <inheritdoc/>
    public void Copy(int source, int target, int length) =>
        throw new NotSupportedException("ONNX Runtime GenAI's generators do not share keys and values.");

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            Free();
        }
    }

    /// <summary>
    /// Closes the backend while the process ends, unless a computation holds it for longer than <paramref name="patience"/>: then the
    /// system takes the memory back.
    /// </summary>
    /// <returns>Whether it is closed.</returns>
    internal bool TryDispose(TimeSpan patience)
    {
        if (!_lock.TryEnter(patience))
        {
            return false;
        }

        try
        {
            Free();
            return true;
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Free()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        GenAIExit.Unwatch(this);
        _logits?.Dispose();
        foreach (var sequence in _sequences.Values)
        {
            sequence.Dispose();
        }

        _sequences.Clear();
        _model.Dispose();
        NativeHeap.Trim();
    }

    private unsafe Span<float> ReadLogits(GenAISequence sequence)
    {
        // The tensor is GenAI's copy and ours to write to; it lives until the next call, as the contract has it.
        _logits?.Dispose();
        _logits = null;
        _logits = sequence.GetLogits();
        GenAIException.ThrowIfFailed(Oga.OgaTensorGetShapeRank(_logits, out var rank), "reading logits");
        var shape = stackalloc long[(int)rank];
        GenAIException.ThrowIfFailed(Oga.OgaTensorGetShape(_logits, shape, rank), "reading logits");
        if (shape[rank - 1] != Capabilities.VocabularySize)
        {
            throw new GenAIException(
                $"ONNX Runtime GenAI gave {shape[rank - 1]} logits and the model has {Capabilities.VocabularySize}: genai_config.json and "
                    + "config.json do not belong together; convert the checkpoint again.");
        }

        GenAIException.ThrowIfFailed(Oga.OgaTensorGetData(_logits, out var data), "reading logits");
        return new Span<float>(data, Capabilities.VocabularySize);
    }

    private GenAISequence Find(int sequence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _sequences.TryGetValue(sequence, out var state)
            ? state
            : throw new ArgumentException($"Sequence {sequence} is not open.", nameof(sequence));
    }

    /// <summary>Loads the model without a generator, for the settings' device and threads.</summary>
    internal static ModelHandle Load(string folder, BackendSettings settings)
    {
        var loading = $"loading {folder}";
        GenAIException.ThrowIfFailed(Oga.OgaCreateConfig(folder, out var config), loading);
        using (config)
        {
            // The folder's providers are those it was converted for; the settings' device decides here.
            GenAIException.ThrowIfFailed(Oga.OgaConfigClearProviders(config), loading);
            if (settings.Device == ComputeDevice.Cuda)
            {
                AddCuda(config, settings.Cuda ?? new CudaOptions(), loading);
            }

            if (settings.Threads is { } threads)
            {
                GenAIException.ThrowIfFailed(Oga.OgaConfigOverlay(config, Overlay(threads)), loading);
            }

            GenAIException.ThrowIfFailed(Oga.OgaCreateModelFromConfig(config, out var model), loading);
            return model;
        }
    }

    private static void AddCuda(ConfigHandle config, CudaOptions options, string loading)
    {
        const string Cuda = "cuda";
        GenAIException.ThrowIfFailed(Oga.OgaConfigAppendProvider(config, Cuda), loading);
        foreach (var (key, value) in options.ToProviderOptions())
        {
            GenAIException.ThrowIfFailed(Oga.OgaConfigSetProviderOption(config, Cuda, key, value), loading);
        }
    }

    private static string Overlay(int threads) => string.Create(
        CultureInfo.InvariantCulture, $$"""{ "model": { "decoder": { "session_options": { "intra_op_num_threads": {{threads}} } } } }""");

    private static void Require(string folder, params ReadOnlySpan<string> files)
    {
        foreach (var name in files)
        {
            if (!File.Exists(Path.Combine(folder, name)))
            {
                throw new ModelFormatException(Path.Combine(folder, name), "is missing; convert the checkpoint again.");
            }
        }
    }
}
