using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace InternLM3.Benchmarks.Reports;

/// <summary>The plots of result files: decode against streams, time to the first token against turns.</summary>
internal static class Charts
{
    private static readonly (string Pattern, string Name)[] s_decode =
    [
        (@"^decode_(\d+)_tok_s$", "InternLM3 for .NET, IChatClient"), (@"^raw_decode_(\d+)_tok_s$", "raw session loop"),
    ];

    private static readonly (string Pattern, string Name)[] s_decodeOthers =
    [
        (@"^llama_decode_(\d+)_tok_s$", "llama.cpp Q4_0"), (@"^genai_decode_(\d+)_tok_s$", "GenAI, one generator a stream"),
    ];

    private static readonly (string Pattern, string Name)[] s_turns =
    [
        (@"^turn(\d+)_ttft_ms$", "InternLM3 for .NET, IChatClient"), (@"^genai_turn(\d+)_ttft_ms$", "GenAI, whole history every turn"),
    ];

    /// <summary>The plots that can be drawn, with the ends of their file names.</summary>
    public static IEnumerable<(string Suffix, LineChart Chart)> Of(JsonObject? measured, JsonObject? compared)
    {
        var decode = Lines(measured, s_decode).Concat(Lines(compared, s_decodeOthers)).ToArray();
        if (decode.Length > 0)
        {
            yield return ("decode", new LineChart("Decode, all streams together", "streams", "tokens/s", decode));
        }

        var turns = Lines(compared ?? measured, s_turns).ToArray();
        if (turns.Length > 0)
        {
            yield return ("turns", new LineChart("Time to the first token in a conversation", "turn", "ms", turns));
        }
    }

    private static IEnumerable<(string Name, IReadOnlyList<(double X, double Y)> Points)> Lines(JsonObject? figures, (string Pattern, string Name)[] lines)
    {
        foreach (var (pattern, name) in lines)
        {
            var points = (figures ?? []).Select(pair => (Match: Regex.Match(pair.Key, pattern), pair.Value)).Where(pair => pair.Match.Success)
                .Select(pair => (X: double.Parse(pair.Match.Groups[1].Value, CultureInfo.InvariantCulture), Y: pair.Value!["median"]!.GetValue<double>()))
                .OrderBy(point => point.X).ToArray();
            if (points.Length > 0)
            {
                yield return (name, points);
            }
        }
    }
}
