namespace InternLM3.Onnx;

/// <summary>The inputs and the logits of steps of every shape, in native memory: each step uses their beginning.</summary>
internal sealed class StepBuffers : IDisposable
{
    private readonly int _vocabularySize;

    /// <param name="tokens">The most tokens of a step.</param>
    /// <param name="rows">The rows of logits to begin with.</param>
    /// <param name="vocabularySize">Width of a row.</param>
    /// <param name="sequences">The most sequences of a step.</param>
    public StepBuffers(int tokens, int rows, int vocabularySize, int sequences)
    {
        _vocabularySize = vocabularySize;
        Ids = new NativeBuffer<long>(tokens);
        Rows = new NativeBuffer<long>(tokens);
        LastPositions = new NativeBuffer<int>(sequences);
        (MaxRows, Logits) = (rows, new NativeBuffer<float>(rows, vocabularySize));
    }

    /// <summary>Token ids, sequence after sequence.</summary>
    public NativeBuffer<long> Ids { get; }

    /// <summary>Which positions' logits are wanted, indices into <see cref="Ids"/>.</summary>
    public NativeBuffer<long> Rows { get; }

    /// <summary>Each sequence's length after the step, less one.</summary>
    public NativeBuffer<int> LastPositions { get; }

    /// <summary>The longest sequence's length after the step.</summary>
    public NativeBuffer<int> TotalLength { get; } = new();

    /// <summary>The logits, [rows, vocabulary].</summary>
    public NativeBuffer<float> Logits { get; private set; }

    /// <summary>Rows that <see cref="Logits"/> has room for.</summary>
    public int MaxRows { get; private set; }

    /// <summary>Makes room for more rows; bindings made before become invalid.</summary>
    public void Grow(int rows)
    {
        Logits.Dispose();
        (MaxRows, Logits) = (rows, new NativeBuffer<float>(rows, _vocabularySize));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Ids.Dispose();
        Rows.Dispose();
        LastPositions.Dispose();
        TotalLength.Dispose();
        Logits.Dispose();
    }
}
