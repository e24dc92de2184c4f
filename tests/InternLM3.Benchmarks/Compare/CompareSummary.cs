using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.Compare;

/// <summary>Ours over theirs, with the goals.</summary>
internal static class CompareSummary
{
    private static readonly (string Key, string Above, string Below, double Goal)[] s_rows =
    [
        ("decode_over_genai", "decode_1_tok_s", "genai_decode_1_tok_s", 1.0),
        ("greedy_decode_over_genai", "greedy_decode_1_tok_s", "genai_decode_1_tok_s", 1.0),
        ("raw_decode_over_genai", "raw_decode_1_tok_s", "genai_decode_1_tok_s", 0),
        ("streams8_over_genai", "decode_8_tok_s", "genai_decode_8_tok_s", 2.0),
        ("streams8_over_genai_static_batch", "decode_8_tok_s", "genai_static_batch_8_tok_s", 0),
        ("prefill_over_genai", "prefill_512_tok_s", "genai_prefill_512_tok_s", 1.0),
        ("last_turn_sooner_than_genai", "genai_last_turn_ttft_ms", "last_turn_ttft_ms", 6),
        ("decode_over_llama", "decode_1_tok_s", "llama_decode_1_tok_s", 0.95),
        ("streams8_over_llama", "decode_8_tok_s", "llama_decode_8_tok_s", 1.4),
        ("prefill512_over_llama", "prefill_512_tok_s", "llama_prefill_512_tok_s", 1.2),
    ];

    /// <summary>Each key that was measured.</summary>
    public static IEnumerable<(string Key, double Value, string Goal, bool? Met)> Of(Figures figures) =>
        from row in s_rows
        let ratio = figures.Ratio(row.Above, row.Below)
        where ratio is not null
        select (row.Key, ratio.Value, row.Goal == 0 ? "" : FormattableString.Invariant($"at least {row.Goal}"), row.Goal == 0 ? (bool?)null : ratio.Value >= row.Goal);
}
