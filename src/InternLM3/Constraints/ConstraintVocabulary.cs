using InternLM3.Constraints.Masks;

namespace InternLM3.Constraints;

/// <summary>
/// A tokenizer's vocabulary as constraints see it: the UTF-8 bytes of every token, and the tokens that end the output. Build it once per
/// tokenizer (about 0.2 s for 128,512 tokens): it also keeps the masks that all requests share. Thread-safe.
/// </summary>
public sealed class ConstraintVocabulary
{
    private readonly byte[][] _tokens;

    /// <summary>Builds the vocabulary.</summary>
    /// <param name="tokens">
    /// The bytes each token id adds to the output; a byte-fallback token has one byte, and empty bytes stand for a token that is no text
    /// (a control token) and is never allowed. Copied by reference: do not change them later.
    /// </param>
    /// <param name="stopTokens">
    /// The tokens that end the output: allowed exactly where the constraint is satisfied. Their bytes are ignored.
    /// </param>
    /// <exception cref="ArgumentException">There is no stop token, or one is not in the vocabulary.</exception>
    public ConstraintVocabulary(IReadOnlyList<byte[]> tokens, IReadOnlyList<int> stopTokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(stopTokens);
        if (stopTokens.Count == 0)
        {
            throw new ArgumentException("Without a stop token a constrained output could not end: give at least one.", nameof(stopTokens));
        }
        foreach (var id in stopTokens)
        {
            if (id < 0 || id >= tokens.Count)
            {
                throw new ArgumentException($"Stop token {id} is not in the vocabulary of {tokens.Count} tokens.", nameof(stopTokens));
            }
        }
        _tokens = [.. tokens];
        StopTokens = [.. stopTokens.Distinct()];
        Trie = new TokenTrie(_tokens, [.. StopTokens]);
    }

    /// <summary>How many token ids there are.</summary>
    public int Count => _tokens.Length;

    /// <summary>The tokens that end the output.</summary>
    public IReadOnlyList<int> StopTokens { get; }

    /// <summary>Words of 64 bits in a mask.</summary>
    internal int Words => (_tokens.Length + 63) / 64;

    /// <summary>The trie of all tokens but the stop tokens.</summary>
    internal TokenTrie Trie { get; }

    /// <summary>The masks computed so far.</summary>
    internal MaskCache Masks { get; } = new();

    /// <summary>The bytes of a token.</summary>
    internal ReadOnlySpan<byte> Bytes(int tokenId) => _tokens[tokenId];

    /// <summary>Whether a token ends the output.</summary>
    internal bool IsStop(int tokenId) => StopTokens.Contains(tokenId);
}
