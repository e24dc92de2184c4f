using System.Text;
using InternLM3.AspNetCore.Wire;
using InternLM3.Chat;
using InternLM3.Sampling;
using InternLM3.Tokenization;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Tokens as responses show them: text, and the bytes behind it.</summary>
internal static class TokenText
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A token's text or a special token's name; bytes that are no whole character as OpenAI does, <c>bytes:\xe4</c>.</summary>
    public static string Of(Tokenizer tokenizer, int id)
    {
        var bytes = tokenizer.GetTokenBytes(id);
        if (bytes.IsEmpty)
        {
            return tokenizer.GetPiece(id) ?? "";
        }

        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return $"bytes:{string.Concat(bytes.ToArray().Select(b => $"\\x{b:x2}"))}";
        }
    }

    /// <summary>A chat token's entry.</summary>
    public static LogprobEntry Entry(Tokenizer tokenizer, OutputLogprob token) =>
        Entry(tokenizer, token.TokenId, token.Logprob) with
        {
            TopLogprobs = [.. token.Alternatives.Select(other => Entry(tokenizer, other.TokenId, other.Logprob))],
        };

    /// <summary>Alternatives by their text; of several with the same text the likeliest.</summary>
    public static Dictionary<string, float> ByText(Tokenizer tokenizer, IReadOnlyList<TokenLogprob> alternatives)
    {
        var byText = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var other in alternatives)
        {
            byText.TryAdd(Of(tokenizer, other.TokenId), other.Logprob);
        }

        return byText;
    }

    private static LogprobEntry Entry(Tokenizer tokenizer, int id, float logprob) =>
        new() { Token = Of(tokenizer, id), Logprob = logprob, Bytes = [.. tokenizer.GetTokenBytes(id).ToArray().Select(b => (int)b)] };
}
