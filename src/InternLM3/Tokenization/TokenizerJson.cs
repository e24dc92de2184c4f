using System.Text.Json;
using InternLM3.Configuration;

namespace InternLM3.Tokenization;

/// <summary>
/// Writes <c>tokenizer.json</c> as Hugging Face's tokenizers library reads it (https://github.com/huggingface/tokenizers): a BPE model
/// with merges rebuilt from pieces and scores. It encodes text as SentencePiece does but for pieces of type unused, which it cannot take
/// apart and so never makes, and for pieces with characters that are no pieces themselves, which it never makes either.
/// </summary>
internal static class TokenizerJson
{
    private const string Space = "\u2581";

    /// <summary>The file's bytes; they depend on the arguments alone.</summary>
    /// <param name="model">The SentencePiece model.</param>
    /// <param name="added">The added tokens by id.</param>
    /// <param name="bos">The token to put before a text, or null for none.</param>
    public static byte[] Write(SentencePieceModel model, IReadOnlyDictionary<int, AddedToken> added, int? bos) => JsonFile.Write(writer =>
    {
        writer.WriteString("version", "1.0");
        writer.WriteNull("truncation");
        writer.WriteNull("padding");
        WriteAddedTokens(writer, model, added);
        WriteNormalizer(writer, model);
        writer.WriteNull("pre_tokenizer");
        WritePostProcessor(writer, bos, bos is { } id ? added[id].Content : "");
        WriteDecoder(writer, model);
        WriteModel(writer, model, added);
    });

    private static void WriteAddedTokens(Utf8JsonWriter writer, SentencePieceModel model, IReadOnlyDictionary<int, AddedToken> added)
    {
        var tokens = new SortedDictionary<int, AddedToken>(added.ToDictionary());
        for (var id = 0; id < model.Pieces.Count; id++)
        {
            var (text, _, type) = model.Pieces[id];
            if (type is PieceType.Unknown or PieceType.Control or PieceType.UserDefined)
            {
                tokens.TryAdd(id, new AddedToken(id, text, Special: type != PieceType.UserDefined, StripsLeft: false, StripsRight: false));
            }
        }

        writer.WriteStartArray("added_tokens");
        foreach (var token in tokens.Values)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", token.Id);
            writer.WriteString("content", token.Content);
            writer.WriteBoolean("single_word", false);
            writer.WriteBoolean("lstrip", token.StripsLeft);
            writer.WriteBoolean("rstrip", token.StripsRight);
            writer.WriteBoolean("normalized", false);
            writer.WriteBoolean("special", token.Special);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // The same steps in the same order as SentencePiece's normaliser.
    private static void WriteNormalizer(Utf8JsonWriter writer, SentencePieceModel model)
    {
        var space = model.EscapeWhitespaces ? Space : " ";
        writer.WriteStartObject("normalizer");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("normalizers");
        if (model.CharsMap is { } map)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Precompiled");
            writer.WriteBase64String("precompiled_charsmap", map.Blob);
            writer.WriteEndObject();
        }

        if (model.RemoveExtraWhitespaces)
        {
            Replace(writer, "Regex", "^ +| +$", "");
            Replace(writer, "Regex", " {2,}", " ");
        }

        if (model.AddDummyPrefix && model.TreatWhitespaceAsSuffix)
        {
            Replace(writer, "Regex", "\\z", space);
        }
        else if (model.AddDummyPrefix)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Prepend");
            writer.WriteString("prepend", space);
            writer.WriteEndObject();
        }

        if (model.EscapeWhitespaces)
        {
            Replace(writer, "String", " ", Space);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePostProcessor(Utf8JsonWriter writer, int? bos, string name)
    {
        if (bos is not { } id)
        {
            writer.WriteNull("post_processor");
            return;
        }

        writer.WriteStartObject("post_processor");
        writer.WriteString("type", "TemplateProcessing");
        foreach (var (key, parts) in (ReadOnlySpan<(string, string[])>)[("single", ["A"]), ("pair", ["A", "B"])])
        {
            writer.WriteStartArray(key);
            for (var type = 0; type < parts.Length; type++)
            {
                Part(writer, "SpecialToken", name, type);
                Part(writer, "Sequence", parts[type], type);
            }

            writer.WriteEndArray();
        }

        writer.WriteStartObject("special_tokens");
        writer.WriteStartObject(name);
        writer.WriteString("id", name);
        writer.WriteStartArray("ids");
        writer.WriteNumberValue(id);
        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter writer, string kind, string id, int type)
    {
        writer.WriteStartObject();
        writer.WriteStartObject(kind);
        writer.WriteString("id", id);
        writer.WriteNumber("type_id", type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDecoder(Utf8JsonWriter writer, SentencePieceModel model)
    {
        writer.WriteStartObject("decoder");
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("decoders");
        Replace(writer, "String", Space, " ");
        foreach (var type in (string[])["ByteFallback", "Fuse"])
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteEndObject();
        }

        if (model.AddDummyPrefix)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Strip");
            writer.WriteString("content", " ");
            writer.WriteNumber("start", model.TreatWhitespaceAsSuffix ? 0 : 1);
            writer.WriteNumber("stop", model.TreatWhitespaceAsSuffix ? 1 : 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, SentencePieceModel model, IReadOnlyDictionary<int, AddedToken> added)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        writer.WriteNull("dropout");
        writer.WriteString("unk_token", model.Pieces[model.UnknownId].Text);
        writer.WriteNull("continuing_subword_prefix");
        writer.WriteNull("end_of_word_suffix");
        writer.WriteBoolean("fuse_unk", true);
        writer.WriteBoolean("byte_fallback", model.ByteIds is not null);
        writer.WriteBoolean("ignore_merges", false);
        writer.WriteStartObject("vocab");
        for (var id = 0; id < model.Pieces.Count; id++)
        {
            writer.WriteNumber(model.Pieces[id].Text, id);
        }

        // Added tokens that the vocabulary lacks are numbered one after another by the library, whatever ids they say they have.
        foreach (var token in added.Values.Where(token => token.Id >= model.Pieces.Count).OrderBy(token => token.Id))
        {
            writer.WriteNumber(token.Content, token.Id);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("merges");
        foreach (var (left, right) in Merges(model, added))
        {
            writer.WriteStringValue($"{left} {right}");
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    // Every way to make a piece of two others, the best scores first. A piece with a space, which only a model that leaves spaces alone
    // has, could not be told apart in a merge's text, so no merge makes it.
    private static IEnumerable<(string Left, string Right)> Merges(SentencePieceModel model, IReadOnlyDictionary<int, AddedToken> added)
    {
        var pieces = model.Pieces
            .Where((piece, id) => piece.Type == PieceType.Normal && !added.ContainsKey(id) && !piece.Text.Contains(' ')).ToArray();
        var names = pieces.Select(piece => piece.Text).ToHashSet(StringComparer.Ordinal);
        return pieces.OrderByDescending(piece => piece.Score).SelectMany(piece => Enumerable.Range(1, Math.Max(0, piece.Text.Length - 1))
            .Where(cut => !char.IsLowSurrogate(piece.Text[cut]) && names.Contains(piece.Text[..cut]) && names.Contains(piece.Text[cut..]))
            .Select(cut => (piece.Text[..cut], piece.Text[cut..])));
    }

    private static void Replace(Utf8JsonWriter writer, string kind, string pattern, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Replace");
        writer.WriteStartObject("pattern");
        writer.WriteString(kind, pattern);
        writer.WriteEndObject();
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }
}
