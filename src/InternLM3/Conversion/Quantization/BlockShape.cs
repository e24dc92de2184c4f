namespace InternLM3.Conversion.Quantization;

/// <summary>How a row of a matrix is laid out when it is quantised in blocks.</summary>
/// <param name="Bits">4 or 8.</param>
/// <param name="BlockSize">Numbers that share a scale; a power of two.</param>
/// <param name="Columns">Numbers of a row.</param>
internal readonly record struct BlockShape(int Bits, int BlockSize, int Columns)
{
    /// <summary>Blocks of a row; the last may be padded.</summary>
    public int Blocks => (Columns + BlockSize - 1) / BlockSize;

    /// <summary>Bytes of a block.</summary>
    public int BlockBytes => BlockSize * Bits / 8;

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => Blocks * BlockBytes;

    /// <summary>Bytes of a row's zero points: packed nibbles for 4 bits, none for 8.</summary>
    public int ZeroPointBytes => Bits == 4 ? (Blocks + 1) / 2 : 0;
}
