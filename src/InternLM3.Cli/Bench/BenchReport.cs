using System.Globalization;
using InternLM3.Cli.Output;

namespace InternLM3.Cli.Bench;

/// <summary>Prints figures for people or for programs.</summary>
internal static class BenchReport
{
    private static readonly Dictionary<string, (string Label, string Unit)> s_labels = new(StringComparer.Ordinal)
    {
        ["load_seconds"] = ("load", "s"),
        ["prefill_tok_s"] = ("prefill", "tokens/s"),
        ["ttft_cold_ms"] = ("first token, new prompt", "ms"),
        ["ttft_next_turn_ms"] = ("first token, next turn", "ms"),
        ["decode_1_tok_s"] = ("decode, 1 stream", "tokens/s"),
        ["decode_4_tok_s"] = ("decode, 4 streams together", "tokens/s"),
        ["decode_8_tok_s"] = ("decode, 8 streams together", "tokens/s"),
        ["peak_memory_bytes"] = ("peak memory of the process", "MB"),
    };

    /// <summary>Prints one line per figure, or one JSON object.</summary>
    public static void Write(
        TextWriter output,
        string model,
        BenchPlan plan,
        int rounds,
        IReadOnlyCollection<(string Name, double Value)> figures,
        bool json)
    {
        if (json)
        {
            output.WriteLine(JsonObject.Write(writer =>
            {
                writer.WriteString("model", model);
                writer.WriteNumber("processors", Environment.ProcessorCount);
                writer.WriteNumber("rounds", rounds);
                writer.WriteNumber("prompt_tokens", plan.PromptTokens);
                writer.WriteNumber("new_tokens", plan.NewTokens);
                foreach (var (name, value) in figures)
                {
                    writer.WriteNumber(name, Math.Round(value, 3));
                }
            }));
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{model}, {Environment.ProcessorCount} processors: prompt of {plan.PromptTokens} tokens, "
            + $"{plan.NewTokens} new tokens a stream, medians of {rounds} rounds"));
        foreach (var (name, value) in figures)
        {
            var (label, unit) = s_labels[name];
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{label,-28} {(unit == "MB" ? value / 1e6 : value),10:#,0.0} {unit}"));
        }
    }
}
