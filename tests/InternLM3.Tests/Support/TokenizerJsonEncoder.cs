using System.Text;
using System.Text.Json;

namespace InternLM3.Tests.Support;

/// <summary>Encodes text by a tokenizer.json the way Hugging Face's tokenizers library documents it, plainly; normalisers by replacing strings only.</summary>
public sealed class TokenizerJsonEncoder(JsonElement json)
{
    private readonly Dictionary<string, int> _vocabulary = json.GetProperty("model").GetProperty("vocab").EnumerateObject()
        .ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal);

    private readonly Dictionary<string, int> _ranks = json.GetProperty("model").GetProperty("merges").EnumerateArray()
        .Select((merge, rank) => (Text: merge.GetString()!, rank)).ToDictionary(entry => entry.Text, entry => entry.rank, StringComparer.Ordinal);

    /// <summary>The ids of a text without added tokens.</summary>
    public int[] Encode(string text)
    {
        foreach (var step in json.GetProperty("normalizer").GetProperty("normalizers").EnumerateArray())
        {
            text = step.GetProperty("type").GetString() switch
            {
                "Replace" => text.Replace(step.GetProperty("pattern").GetProperty("String").GetString()!, step.GetProperty("content").GetString(), StringComparison.Ordinal),
                "Prepend" => text.Length == 0 ? text : step.GetProperty("prepend").GetString() + text,
                var other => throw new ArgumentException($"No normaliser {other} here.", nameof(text)),
            };
        }

        var symbols = text.EnumerateRunes().Select(rune => rune.ToString())
            .SelectMany(symbol => _vocabulary.ContainsKey(symbol) ? [symbol] : Encoding.UTF8.GetBytes(symbol).Select(b => $"<0x{b:X2}>")).ToList();
        while (true)
        {
            var best = Enumerable.Range(0, Math.Max(0, symbols.Count - 1)).Select(i => (Rank: Rank(symbols[i], symbols[i + 1]), i)).DefaultIfEmpty((int.MaxValue, 0)).Min();
            if (best.Item1 == int.MaxValue)
            {
                return [.. symbols.Select(symbol => _vocabulary[symbol])];
            }

            symbols[best.Item2] += symbols[best.Item2 + 1];
            symbols.RemoveAt(best.Item2 + 1);
        }
    }

    private int Rank(string left, string right) => _ranks.GetValueOrDefault($"{left} {right}", int.MaxValue);
}
