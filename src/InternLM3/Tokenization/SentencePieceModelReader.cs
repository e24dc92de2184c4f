using System.Text;

namespace InternLM3.Tokenization;

/// <summary>Reads a <c>tokenizer.model</c>: field numbers and defaults are those of <c>sentencepiece_model.proto</c>.</summary>
internal static class SentencePieceModelReader
{
    private const long LargestFile = 1 << 28;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="ModelFormatException">The file is missing, cut, damaged, contradicts itself, or is no BPE model.</exception>
    public static SentencePieceModel Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? Parse(path, File.ReadAllBytes(path))
                : throw new ModelFormatException(path, "is larger than any tokenizer model (256 MiB); download it again.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "is missing; download the whole checkpoint.", e);
        }
    }

    /// <summary>Reads and checks the bytes of a file.</summary>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="bytes">The serialised <c>ModelProto</c>.</param>
    public static SentencePieceModel Parse(string path, ReadOnlySpan<byte> bytes)
    {
        var pieces = new List<Piece>();
        var (trainer, normalizer) = ((TrainerSpec?)null, (NormalizerSpec?)null);
        var reader = new ProtoReader(path, bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    pieces.Add(ReadPiece(path, pieces.Count, reader.Bytes()));
                    break;
                case 2:
                    (trainer ??= new()).Read(new ProtoReader(path, reader.Bytes()), path);
                    break;
                case 3:
                    (normalizer ??= new()).Read(new ProtoReader(path, reader.Bytes()));
                    break;
                case 5:
                    RefuseDenormalizer(path, reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (trainer is null || normalizer is null)
        {
            throw new ModelFormatException(
                path, "has no trainer or no normalizer settings, so it was cut or is no SentencePiece model; download it again.");
        }

        trainer.RequireBpe(path);
        RefuseDuplicates(path, pieces);
        return new SentencePieceModel
        {
            Pieces = pieces,
            UnknownId = FindUnknown(path, pieces),
            ByteIds = FindBytes(path, pieces, trainer.ByteFallback),
            BosPiece = trainer.BosPiece,
            EosPiece = trainer.EosPiece,
            UnknownSurface = trainer.UnknownSurface,
            TreatWhitespaceAsSuffix = trainer.TreatWhitespaceAsSuffix,
            CharsMap = normalizer.CharsMap.Length == 0 ? null : CharsMap.Parse(path, normalizer.CharsMap),
            AddDummyPrefix = normalizer.AddDummyPrefix,
            RemoveExtraWhitespaces = normalizer.RemoveExtraWhitespaces,
            EscapeWhitespaces = normalizer.EscapeWhitespaces,
        };
    }

    /// <summary>A string field's text.</summary>
    internal static string Text(string path, ReadOnlySpan<byte> utf8)
    {
        try
        {
            return s_strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException(path, "holds a string that is not UTF-8, so it is damaged; download it again.", e);
        }
    }

    private static Piece ReadPiece(string path, int id, ReadOnlySpan<byte> message)
    {
        var (text, score, type) = ("", 0f, (int)PieceType.Normal);
        var reader = new ProtoReader(path, message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    text = Text(path, reader.Bytes());
                    break;
                case 2:
                    score = reader.Single();
                    break;
                case 3:
                    type = reader.Int32();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return text.Length == 0 ? throw new ModelFormatException(path, $"piece {id} is empty; download it again.")
            : float.IsNaN(score) ? throw new ModelFormatException(path, $"the score of piece {id} is not a number; download it again.")
            : type is < (int)PieceType.Normal or > (int)PieceType.Byte
                ? throw new ModelFormatException(
                    path, $"piece {id} has type {type}, which this library does not know; use a SentencePiece BPE model.")
            : new Piece(text, score, (PieceType)type);
    }

    private static void RefuseDuplicates(string path, List<Piece> pieces)
    {
        var seen = new HashSet<string>(pieces.Count, StringComparer.Ordinal);
        foreach (var piece in pieces)
        {
            if (!seen.Add(piece.Text))
            {
                throw new ModelFormatException(path, $"defines the piece {piece.Text} twice; download it again.");
            }
        }
    }

    private static void RefuseDenormalizer(string path, ReadOnlySpan<byte> message)
    {
        var spec = new NormalizerSpec();
        spec.Read(new ProtoReader(path, message));
        if (spec.CharsMap.Length > 0)
        {
            throw new ModelFormatException(path, "has denormalisation rules (denormalizer_spec), which are not supported.");
        }
    }

    private static int FindUnknown(string path, List<Piece> pieces)
    {
        var id = pieces.FindIndex(piece => piece.Type == PieceType.Unknown);
        return id < 0 ? throw new ModelFormatException(path, "has no unknown piece; download it again.")
            : pieces.FindIndex(id + 1, piece => piece.Type == PieceType.Unknown) is > 0 and var other
                ? throw new ModelFormatException(path, $"has two unknown pieces, {id} and {other}; download it again.")
            : id;
    }

    private static int[]? FindBytes(string path, List<Piece> pieces, bool byteFallback)
    {
        var ids = new int[256];
        Array.Fill(ids, -1);
        for (var id = 0; id < pieces.Count; id++)
        {
            if (pieces[id] is { Type: PieceType.Byte, Text: var text })
            {
                ids[ByteOf(text) ?? throw new ModelFormatException(
                    path, $"byte piece {text} is none of <0x00> to <0xFF>; download it again.")] = id;
                if (!byteFallback)
                {
                    throw new ModelFormatException(path, $"has the byte piece {text} although byte_fallback is false; download it again.");
                }
            }
        }

        return !byteFallback ? null
            : Array.IndexOf(ids, -1) is >= 0 and var missing
                ? throw new ModelFormatException(path, $"has byte_fallback but no piece <0x{missing:X2}>; download it again.")
            : ids;
    }

    /// <summary>The byte a byte piece stands for (<c>&lt;0x0A&gt;</c> is 10), or null when the text is no such name.</summary>
    internal static byte? ByteOf(string text) =>
        text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal) && text[5] == '>'
        && char.IsAsciiHexDigitUpper(text[3]) && char.IsAsciiHexDigitUpper(text[4])
            ? Convert.FromHexString(text.AsSpan(3, 2))[0]
            : null;
}
