using System.Numerics;
using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>
/// One sequence and the generator that holds its keys and values. A generator's memory is fixed when it is made, so it is made for
/// what the sequence is expected to need, in powers of two, and made again at twice the size when that was too little.
/// </summary>
internal sealed unsafe class GenAISequence(ModelHandle model, int contextLength) : IDisposable
{
    // Below this a class saves little memory: 256 tokens of the 8B model in fp16 are 12.6 MB.
    private const int LeastCapacity = 256;

    // Tokens are computed again in pieces of this size when a generator is replaced, so that its memory for activations stays bounded.
    private const int ChunkSize = 256;

    private readonly List<int> _tokens = [];
    private GeneratorHandle? _generator;
    private int _expected;

    /// <summary>Tokens whose keys and values are held.</summary>
    public int Length => _tokens.Count;

    /// <summary>Tokens the current generator has room for; 0 when there is none.</summary>
    public int Capacity { get; private set; }

    /// <summary>
    /// Says how long the sequence will probably become, which the next generator is made for. An empty sequence keeps the generator of
    /// the request before it, with its memory, when that has the size of this one.
    /// </summary>
    public void Expect(int tokens)
    {
        _expected = Math.Min(tokens, contextLength);
        if (_tokens.Count == 0 && Capacity != ClassFor(_expected))
        {
            Discard();
        }
    }

    /// <summary>Appends tokens; cancelling stops the computation and leaves the sequence as it was.</summary>
    public void Append(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MakeRoom(_tokens.Count + tokens.Length, cancellationToken);
        Run(tokens, cancellationToken);
        _tokens.AddRange(tokens);
    }

    /// <summary>The logits after the last token; the caller disposes them.</summary>
    public TensorHandle GetLogits()
    {
        GenAIException.ThrowIfFailed(Oga.OgaGenerator_GetLogits(_generator!, out var logits), "reading logits");
        return logits;
    }

    /// <summary>Forgets what follows <paramref name="length"/>.</summary>
    public void Rewind(int length)
    {
        _tokens.RemoveRange(length, _tokens.Count - length);
        GenAIException.ThrowIfFailed(Oga.OgaGenerator_RewindTo(_generator!, (nuint)length), $"rewinding to {length} tokens");
    }

    /// <inheritdoc/>
    public void Dispose() => Discard();

    private void Run(ReadOnlySpan<int> tokens, CancellationToken cancellationToken)
    {
        var generator = _generator!;
        nint result;
        using (cancellationToken.UnsafeRegister(static generator => Terminate((GeneratorHandle)generator!, "1"), generator))
        {
            fixed (int* ids = tokens)
            {
                result = Oga.OgaGenerator_AppendTokens(generator, ids, (nuint)tokens.Length);
            }
        }

        // The flag may have been raised by a cancellation that came too late for this call; it must not end the next one.
        if (cancellationToken.IsCancellationRequested)
        {
            Terminate(generator, "0");
        }

        if (result != 0)
        {
            Restore();
            if (cancellationToken.IsCancellationRequested)
            {
                Oga.OgaDestroyResult(result);
                throw new OperationCanceledException(cancellationToken);
            }

            GenAIException.ThrowIfFailed(result, $"appending {tokens.Length} tokens after {_tokens.Count}");
        }
    }

    /// <summary>
    /// Goes back to the tokens from before a call that failed; where that fails too, they are computed again when they are needed.
    /// </summary>
    private void Restore()
    {
        var rewound = _tokens.Count > 0 ? Oga.OgaGenerator_RewindTo(_generator!, (nuint)_tokens.Count) : -1;
        if (rewound != 0)
        {
            if (rewound != -1)
            {
                Oga.OgaDestroyResult(rewound);
            }

            Discard();
        }
    }

    private void MakeRoom(int needed, CancellationToken cancellationToken)
    {
        if (_generator is not null && needed <= Capacity)
        {
            return;
        }

        Discard();
        Create(ClassFor(Math.Max(needed, _expected)));
        for (var done = 0; done < _tokens.Count; done += ChunkSize)
        {
            try
            {
                Run(_tokens.Skip(done).Take(ChunkSize).ToArray(), cancellationToken);
            }
            catch
            {
                Discard();
                throw;
            }
        }
    }

    private int ClassFor(int tokens) =>
        (int)Math.Min(contextLength, Math.Max(LeastCapacity, BitOperations.RoundUpToPowerOf2((uint)tokens)));

    private void Create(int capacity)
    {
        GenAIException.ThrowIfFailed(Oga.OgaCreateGeneratorParams(model, out var parameters), "creating a generator's settings");
        using (parameters)
        {
            GenAIException.ThrowIfFailed(Oga.OgaGeneratorParamsSetSearchNumber(parameters, "max_length", capacity), "setting max_length");
            GenAIException.ThrowIfFailed(Oga.OgaGeneratorParamsSetSearchBool(parameters, "do_sample", false), "setting do_sample");
            GenAIException.ThrowIfFailed(
                Oga.OgaCreateGenerator(model, parameters, out var generator), $"creating a generator for {capacity} tokens");
            (_generator, Capacity) = (generator, capacity);
        }
    }

    private void Discard()
    {
        _generator?.Dispose();
        (_generator, Capacity) = (null, 0);
    }

    private static void Terminate(GeneratorHandle generator, string value)
    {
        var result = Oga.OgaGenerator_SetRuntimeOption(generator, "terminate_session", value);
        if (result != 0)
        {
            Oga.OgaDestroyResult(result);
        }
    }
}
