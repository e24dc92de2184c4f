using System.Buffers.Binary;

namespace InternLM3.Tokenization;

/// <summary>Reads the fields of one protobuf message, in file order; anything cut or malformed is an error that names the file.</summary>
/// <remarks>The wire format is that of the Protocol Buffers encoding guide: a tag is (field number &lt;&lt; 3 | wire type).</remarks>
internal ref struct ProtoReader
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;
    private readonly string _path;
    private readonly ReadOnlySpan<byte> _message;
    private int _position;
    private int _wireType;

    /// <summary>Starts reading a message.</summary>
    /// <param name="path">The file the message is from, for errors.</param>
    /// <param name="message">The bytes of the message, without a length in front.</param>
    public ProtoReader(string path, ReadOnlySpan<byte> message)
    {
        _path = path;
        _message = message;
    }

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field; false at the end of the message. The field must then be read or skipped.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        var tag = RawVarint();
        _wireType = (int)(tag & 7);
        Field = tag >> 3 is > 0 and <= 0x1FFFFFFF and var field ? (int)field : throw Corrupt();
        return true;
    }

    /// <summary>The field as a signed number of 32 bits.</summary>
    public int Int32()
    {
        Expect(Varint);
        return unchecked((int)RawVarint());
    }

    /// <summary>The field as true or false.</summary>
    public bool Boolean()
    {
        Expect(Varint);
        return RawVarint() != 0;
    }

    /// <summary>The field as a number of single precision.</summary>
    public float Single()
    {
        Expect(Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    /// <summary>The field as bytes, or as a message to give to another reader.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(LengthDelimited);
        return Take(RawVarint());
    }

    /// <summary>Passes over the field.</summary>
    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                RawVarint();
                break;
            case Fixed64:
                Take(8);
                break;
            case LengthDelimited:
                Take(RawVarint());
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                throw Corrupt();
        }
    }

    private void Expect(int wireType)
    {
        if (_wireType != wireType)
        {
            throw Corrupt();
        }
    }

    private ulong RawVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Corrupt();
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_message.Length - _position))
        {
            throw new ModelFormatException(_path, "ends in the middle of a field, so it was cut or is damaged; download it again.");
        }

        var bytes = _message.Slice(_position, (int)count);
        _position += (int)count;
        return bytes;
    }

    private readonly ModelFormatException Corrupt() =>
        new(
            _path,
            $"is damaged (field {Field} cannot be read at byte {_position} of its message) or is no SentencePiece model; "
                + "download it again.");
}
