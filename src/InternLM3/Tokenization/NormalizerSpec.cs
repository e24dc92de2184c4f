namespace InternLM3.Tokenization;

/// <summary>What encoding and decoding need of a <c>NormalizerSpec</c> message.</summary>
internal sealed class NormalizerSpec
{
    /// <summary>Field 2: the compiled rules, empty for none.</summary>
    public byte[] CharsMap { get; private set; } = [];

    /// <summary>Field 3, default true.</summary>
    public bool AddDummyPrefix { get; private set; } = true;

    /// <summary>Field 4, default true.</summary>
    public bool RemoveExtraWhitespaces { get; private set; } = true;

    /// <summary>Field 5, default true.</summary>
    public bool EscapeWhitespaces { get; private set; } = true;

    /// <summary>Reads a message into this one, as protobuf merges repeated messages.</summary>
    public void Read(ProtoReader reader)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    CharsMap = reader.Bytes().ToArray();
                    break;
                case 3:
                    AddDummyPrefix = reader.Boolean();
                    break;
                case 4:
                    RemoveExtraWhitespaces = reader.Boolean();
                    break;
                case 5:
                    EscapeWhitespaces = reader.Boolean();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }
}
