using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>The figures the goals are stated in, made of the others.</summary>
internal static class Summary
{
    private static readonly (string Key, Func<Figures, double?> Value, string Goal, Func<double, bool>? Met)[] s_rows =
    [
        ("decode_over_raw", f => f.Ratio("decode_1_tok_s", "raw_decode_1_tok_s"), "at least 0.97", value => value >= 0.97),
        ("streams8_over_1", f => f.Ratio("decode_8_tok_s", "decode_1_tok_s"), "at least 2.7", value => value >= 2.7),
        ("turn10_ttft_over_cold", f => f.Ratio("last_turn_ttft_ms", "cold_ttft_ms"), "at most 0.12", value => value <= 0.12),
        ("lookup_speedup", f => f.Ratio("lookup_tok_s", "no_lookup_tok_s"), "at least 1.6", value => value >= 1.6),
        ("stall_p99_over_chunk", f => f.Ratio("stall_p99_ms", "raw_chunk_ms"), "at most 2.5", value => value <= 2.5),
        ("bytes_per_token", f => f.Has("allocated_bytes_per_token") ? f.Median("allocated_bytes_per_token") : null, "under 600", value => value < 600),
        ("load_seconds", f => f.Has("load_s") ? f.Median("load_s") : null, "", null),
        ("peak_rss_bytes", f => f.Has("rss_peak_bytes") ? f.Median("rss_peak_bytes") : null, "", null),
    ];

    /// <summary>The keys.</summary>
    public static IEnumerable<string> Keys => s_rows.Select(row => row.Key);

    /// <summary>The value of each key that was measured, with its goal and whether it is met; null where there is no goal.</summary>
    public static IEnumerable<(string Key, double Value, string Goal, bool? Met)> Of(Figures figures) =>
        s_rows.Select(row => (row.Key, Value: row.Value(figures), row.Goal, row.Met)).Where(row => row.Value is not null)
            .Select(row => (row.Key, row.Value!.Value, row.Goal, row.Met?.Invoke(row.Value.Value)));
}
