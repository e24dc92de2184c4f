using System.Text.Json;
using InternLM3.Cli.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

public sealed class BenchCommandTests
{
    private static readonly string[] s_fast = ["bench", "--prompt-tokens", "40", "--new-tokens", "6", "--seconds", "1"];
    private static readonly string[] s_figures =
    [
        "load_seconds", "prefill_tok_s", "ttft_cold_ms", "ttft_next_turn_ms", "decode_1_tok_s", "decode_4_tok_s", "decode_8_tok_s", "peak_memory_bytes",
    ];

    [Fact]
    public async Task Json_Tiny_HasEveryFigure()
    {
        var figures = await CommandRun.JsonAsync([.. s_fast, "--json"]);

        Assert.All(s_figures, name => Assert.InRange(figures.GetProperty(name).GetDouble(), double.Epsilon, double.MaxValue));
        Assert.Equal("internlm3-tiny", figures.GetProperty("model").GetString(), ignoreCase: true);
        Assert.Equal(40, figures.GetProperty("prompt_tokens").GetInt32());
        Assert.InRange(figures.GetProperty("rounds").GetInt32(), 1, 5);
        Assert.Equal(JsonValueKind.Number, figures.GetProperty("processors").ValueKind);
    }

    [Fact]
    public async Task Plain_Tiny_HasALineAFigure()
    {
        var lines = await CommandRun.LinesAsync(s_fast);

        Assert.Equal(s_figures.Length + 1, lines.Length);
        Assert.Contains(lines, line => line.StartsWith("decode, 8 streams together", StringComparison.Ordinal) && line.EndsWith("tokens/s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewTokens_Zero_IsRefusedByName() =>
        Assert.Contains("--help", await CommandRun.RefusalAsync(ExitCode.Usage, "bench", "--new-tokens", "0"), StringComparison.Ordinal);
}
