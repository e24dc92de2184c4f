using System.Collections.Frozen;
using System.Text;
using InternLM3.Configuration;

namespace InternLM3.Tokenization;

/// <summary>
/// InternLM3's tokenizer: SentencePiece BPE with byte fallback, and the checkpoint's added tokens. Text becomes exactly the ids
/// SentencePiece gives it. All members are safe for concurrent use.
/// </summary>
/// <remarks>
/// Text never becomes a special token, whatever it spells: special tokens are ids that a prompt puts between runs of text.
/// </remarks>
public sealed class Tokenizer
{
    private const int LongestText = 1 << 25;
    private readonly SentencePieceModel _model;
    private readonly IReadOnlyDictionary<int, AddedToken> _added;
    private readonly TextNormalizer _normalizer;
    private readonly BpeEncoder _encoder;
    private readonly TokenTable _tokens;
    private EncoderWorkspace? _spare;

    private Tokenizer(string path, SentencePieceModel model, AddedVocabulary added)
    {
        (_model, _added, Special) = (model, added.Tokens, added.Special);
        var vocabulary = new BpeVocabulary(path, model, _added.Keys.ToHashSet());
        _normalizer = new TextNormalizer(model, vocabulary.UserSymbols);
        _encoder = new BpeEncoder(model, vocabulary);
        _tokens = new TokenTable(model, _added);
        AddedTokens = _added.Values.ToFrozenDictionary(token => token.Content, token => token.Id, StringComparer.Ordinal);
    }

    /// <summary>The highest id of a piece or added token, plus one; the model may have more rows.</summary>
    public int VocabularySize => _tokens.Count;

    /// <summary>The token a prompt begins with.</summary>
    public int BosTokenId => Special.Bos;

    /// <summary>The token a text ends with; a chat model has other stop tokens besides.</summary>
    public int EosTokenId => Special.Eos;

    /// <summary>The special tokens by role.</summary>
    public SpecialTokens Special { get; }

    /// <summary>The added tokens' ids by name; the tokens of <see cref="Special"/> are among them.</summary>
    public IReadOnlyDictionary<string, int> AddedTokens { get; }

    /// <summary>Reads <c>tokenizer.model</c> and <c>tokenizer_config.json</c> of a checkpoint or model folder.</summary>
    /// <exception cref="ModelFormatException">
    /// A file is missing, cut or damaged, the two contradict each other, the model is no BPE model, or <c>&lt;|im_start|&gt;</c> or
    /// <c>&lt;|im_end|&gt;</c> is missing.
    /// </exception>
    public static Tokenizer Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var modelPath = Path.Combine(folder, ModelFolder.TokenizerModel);
        var configPath = Path.Combine(folder, ModelFolder.TokenizerConfig);
        var model = SentencePieceModelReader.Read(modelPath);
        return new Tokenizer(modelPath, model, new AddedVocabulary(configPath, model, TokenizerConfig.Read(configPath)));
    }

    /// <summary>Requires that a model has a row for each token.</summary>
    /// <exception cref="ModelFormatException">It has fewer.</exception>
    internal void RequireRows(string folder, int modelRows)
    {
        if (VocabularySize > modelRows)
        {
            throw new ModelFormatException(
                Path.Combine(folder, ModelFolder.TokenizerModel),
                $"has {VocabularySize} tokens with the added ones and config.json's vocab_size is {modelRows}; "
                    + "the two files are of different models.");
        }
    }

    /// <summary>Encodes a text: no begin token, no special tokens; half of a surrogate pair counts as U+FFFD.</summary>
    /// <param name="text">At most 33,554,432 characters.</param>
    public int[] Encode(ReadOnlySpan<char> text)
    {
        var workspace = Take();
        EncodeWith(workspace, text, workspace.Ids);
        int[] ids = [.. workspace.Ids];
        Return(workspace);
        return ids;
    }

    /// <summary>Encodes a text like <see cref="Encode(ReadOnlySpan{char})"/> and appends the ids to a list.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var workspace = Take();
        EncodeWith(workspace, text, destination);
        Return(workspace);
    }

    /// <summary>How many tokens <see cref="Encode(ReadOnlySpan{char})"/> returns for a text.</summary>
    public int Count(ReadOnlySpan<char> text)
    {
        var workspace = Take();
        EncodeWith(workspace, text, workspace.Ids);
        var count = workspace.Ids.Count;
        Return(workspace);
        return count;
    }

    /// <summary>
    /// How many characters of a text fit in a number of tokens: that many encode to at most <paramref name="maxTokens"/> tokens, one
    /// more does not, and no surrogate pair is split.
    /// </summary>
    /// <param name="text">The text to cut; only a part in proportion to the answer is encoded, so it may be of any length.</param>
    /// <param name="maxTokens">At least 0.</param>
    public int TruncateToTokens(ReadOnlySpan<char> text, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);

        // "Fits" is known of every value low takes and "does not fit" of every value high takes; the guess doubles until one is found.
        var (low, high) = (0, text.Length + 1);
        for (var guess = Math.Max(16, 4L * maxTokens); low < text.Length && high > text.Length; guess *= 2)
        {
            var length = Boundary(text, (int)Math.Min(guess, text.Length));
            (low, high) = Count(text[..length]) <= maxTokens ? (length, high) : (low, length);
        }

        while (high - low > 1)
        {
            var middle = Boundary(text, low + ((high - low) / 2));
            if (middle == low)
            {
                // The middle would split a pair: the next length to try is one more, if it is below what does not fit.
                middle = low + 2;
                if (middle >= high)
                {
                    break;
                }
            }

            (low, high) = Count(text[..middle]) <= maxTokens ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The text of tokens: special tokens are left out, and runs between added tokens are decoded as SentencePiece does.</summary>
    /// <param name="ids">Any ids; those no token has contribute nothing. Bytes that are no UTF-8 become U+FFFD each.</param>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var decoder = CreateDecoder();
        var text = new StringBuilder();
        foreach (var id in ids)
        {
            text.Append(decoder.Append(id));
        }

        return text.Append(decoder.Flush()).ToString();
    }

    /// <summary>Creates a decoder for one stream of tokens.</summary>
    public StreamingDecoder CreateDecoder() => new(_tokens);

    /// <summary>The id of an added token by name.</summary>
    /// <returns>False when there is no such added token.</returns>
    public bool TryGetTokenId(string addedToken, out int id) => AddedTokens.TryGetValue(addedToken, out id);

    /// <summary>Whether a token is left out of decoded text: special added tokens and control pieces.</summary>
    public bool IsSpecial(int id) => _added.TryGetValue(id, out var token)
        ? token.Special
        : (uint)id < (uint)_model.Pieces.Count && _model.Pieces[id].Type == PieceType.Control;

    /// <summary>Whether a token is a piece of text; added tokens, control pieces and ids no token has are not.</summary>
    internal bool IsOrdinary(int id) => _tokens.KindOf(id) is not (TokenKind.Added or TokenKind.Silent);

    /// <summary>A token's piece as the model has it (U+2581 for a space) or an added token's name; null when no token has the id.</summary>
    public string? GetPiece(int id) => _tokens.NameOf(id);

    /// <summary>
    /// The UTF-8 bytes a token contributes to decoded text, with the leading space a run may drop; empty for special tokens, control
    /// pieces, and ids no token has.
    /// </summary>
    public ReadOnlySpan<byte> GetTokenBytes(int id) => _tokens.BytesOf(id);

    /// <summary>Writes <c>tokenizer.json</c> for other runtimes.</summary>
    /// <param name="addBos">Whether other runtimes put the begin token before a text.</param>
    internal byte[] ToJson(bool addBos) => TokenizerJson.Write(_model, _added, addBos ? Special.Bos : null);

    /// <summary>Encodes one run of a prompt, without the white space that the added tokens beside it remove.</summary>
    /// <param name="run">The text between two added tokens.</param>
    /// <param name="previousSpecial">The token before it, or -1.</param>
    /// <param name="nextSpecial">The token after it, or -1.</param>
    /// <param name="destination">Receives the ids.</param>
    internal void EncodeRun(ReadOnlySpan<char> run, int previousSpecial, int nextSpecial, List<int> destination)
    {
        if (_added.TryGetValue(previousSpecial, out var previous) && previous.StripsRight)
        {
            while (!run.IsEmpty && IsWhiteSpace(run[0]))
            {
                run = run[1..];
            }
        }

        if (_added.TryGetValue(nextSpecial, out var next) && next.StripsLeft)
        {
            while (!run.IsEmpty && IsWhiteSpace(run[^1]))
            {
                run = run[..^1];
            }
        }

        Encode(run, destination);
    }

    // White space as Python's str.strip has it, which is .NET's and the four information separators.
    private static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';

    private static int Boundary(ReadOnlySpan<char> text, int length) =>
        length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) && char.IsLowSurrogate(text[length])
            ? length - 1
            : length;

    private void EncodeWith(EncoderWorkspace workspace, ReadOnlySpan<char> text, List<int> ids)
    {
        if (text.Length > LongestText)
        {
            throw new ArgumentException(
                $"The text has {text.Length} characters and at most {LongestText} can be encoded at once; encode it in parts.",
                nameof(text));
        }

        var utf8 = workspace.Text;
        utf8.Length = Encoding.UTF8.GetBytes(text, utf8.Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));
        _normalizer.Normalize(utf8.Written, workspace.Normalized);
        _encoder.Encode(workspace.Normalized.Written, workspace.Symbols, ids);
    }

    private EncoderWorkspace Take() => Interlocked.Exchange(ref _spare, null) ?? new EncoderWorkspace();

    private void Return(EncoderWorkspace workspace)
    {
        if (workspace.IsWorthKeeping)
        {
            workspace.Clear();
            Volatile.Write(ref _spare, workspace);
        }
    }
}
