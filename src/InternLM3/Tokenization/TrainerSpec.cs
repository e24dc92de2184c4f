namespace InternLM3.Tokenization;

/// <summary>What encoding and decoding need of a <c>TrainerSpec</c> message.</summary>
internal sealed class TrainerSpec
{
    private const int Bpe = 2;
    private int _modelType = 1;

    /// <summary>Field 35, default false.</summary>
    public bool ByteFallback { get; private set; }

    /// <summary>Field 24, default false.</summary>
    public bool TreatWhitespaceAsSuffix { get; private set; }

    /// <summary>Field 44, default U+2047 between spaces.</summary>
    public string UnknownSurface { get; private set; } = " \u2047 ";

    /// <summary>Field 46.</summary>
    public string BosPiece { get; private set; } = "<s>";

    /// <summary>Field 47.</summary>
    public string EosPiece { get; private set; } = "</s>";

    /// <summary>Reads a message into this one, as protobuf merges repeated messages.</summary>
    public void Read(ProtoReader reader, string path)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    _modelType = reader.Int32();
                    break;
                case 24:
                    TreatWhitespaceAsSuffix = reader.Boolean();
                    break;
                case 35:
                    ByteFallback = reader.Boolean();
                    break;
                case 44:
                    UnknownSurface = SentencePieceModelReader.Text(path, reader.Bytes());
                    break;
                case 46:
                    BosPiece = SentencePieceModelReader.Text(path, reader.Bytes());
                    break;
                case 47:
                    EosPiece = SentencePieceModelReader.Text(path, reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    /// <summary>Refuses, by name, every model type but BPE.</summary>
    public void RequireBpe(string path)
    {
        if (_modelType != Bpe)
        {
            var name = _modelType switch { 1 => "unigram", 3 => "word", 4 => "char", var other => $"type {other}" };
            throw new ModelFormatException(path, $"is a SentencePiece {name} model; only BPE models are supported.");
        }
    }
}
