namespace InternLM3.Tokenization;

/// <summary>Bytes that grow at the end. Not safe for concurrent use.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>How many bytes there are; may be set to fewer.</summary>
    public int Length { get; set; }

    /// <summary>How many bytes fit without growing.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>The bytes; invalid after the next append.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Adds bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Makes room for so many more bytes; what is written there counts once <see cref="Length"/> is raised.</summary>
    public Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - Length)
        {
            var least = checked(Length + count);
            Array.Resize(ref _bytes, (int)Math.Clamp(2L * _bytes.Length, least, Math.Max(Array.MaxLength, least)));
        }

        return _bytes.AsSpan(Length);
    }
}
