using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace InternLM3.Conversion.Graphs;

/// <summary>
/// Writes the protobuf wire format (https://protobuf.dev/programming-guides/encoding): the handful of field kinds ONNX needs. A message
/// is built in memory; weights are never in one.
/// </summary>
internal sealed class ProtobufWriter
{
    private const uint VarintKind = 0;
    private const uint LengthKind = 2;
    private const uint FixedFourKind = 5;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The bytes written so far.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Writes an int32, int64 or enum field.</summary>
    public void Integer(uint field, long value)
    {
        Tag(field, VarintKind);
        Varint((ulong)value);
    }

    /// <summary>Writes a float field.</summary>
    public void Single(uint field, float value)
    {
        Tag(field, FixedFourKind);
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), value);
        _buffer.Advance(sizeof(float));
    }

    /// <summary>Writes a string field.</summary>
    public void Text(uint field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes a bytes field.</summary>
    public void Bytes(uint field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthKind);
        Varint((ulong)value.Length);
        _buffer.Write(value);
    }

    /// <summary>Writes a message field.</summary>
    public void Message(uint field, ProtobufWriter message) => Bytes(field, message.Written.Span);

    /// <summary>Writes the fields of another message, as if they had been written here.</summary>
    public void Append(ProtobufWriter fields) => _buffer.Write(fields.Written.Span);

    private void Tag(uint field, uint kind) => Varint((field << 3) | kind);

    private void Varint(ulong value)
    {
        const int LongestVarint = 10;
        var span = _buffer.GetSpan(LongestVarint);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
