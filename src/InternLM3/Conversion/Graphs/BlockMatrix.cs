namespace InternLM3.Conversion.Graphs;

/// <summary>
/// A matrix of integers with one scale, and perhaps one zero point, for each block of a row, in the layout of com.microsoft.MatMulNBits
/// (ONNX Runtime, docs/ContribOperators.md): the number is (q - zero point) * scale.
/// </summary>
internal sealed record BlockMatrix
{
    /// <summary>
    /// The integers, uint8 [rows, blocks, block size * bits / 8]; of two 4-bit numbers the first is the low nibble; the last block of a row
    /// is padded.
    /// </summary>
    public required StoredTensor Weights { get; init; }

    /// <summary>The scales, of the activations' type, [rows, blocks].</summary>
    public required StoredTensor Scales { get; init; }

    /// <summary>The zero points, packed as the integers, [rows, bytes of a row]; null when all are the middle of the range.</summary>
    public StoredTensor? ZeroPoints { get; init; }

    /// <summary>Bits of a number: 4 or 8.</summary>
    public required int Bits { get; init; }

    /// <summary>Numbers of a block.</summary>
    public required int BlockSize { get; init; }

    /// <summary>Numbers of a row that are the matrix's own, without padding.</summary>
    public required long Columns { get; init; }

    /// <summary>Rows.</summary>
    public long Rows => Weights.Shape[0];
}
