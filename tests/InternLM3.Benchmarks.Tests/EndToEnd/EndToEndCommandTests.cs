using System.Text.Json;
using InternLM3.Benchmarks.EndToEnd;
using InternLM3.Benchmarks.Reports;
using InternLM3.Tests.Support;

namespace InternLM3.Benchmarks.Tests.EndToEnd;

public sealed class EndToEndCommandTests
{
    private static readonly string[] s_keys =
    [
        "decode_over_raw", "streams8_over_1", "turn10_ttft_over_cold", "lookup_speedup", "stall_p99_over_chunk", "bytes_per_token", "load_seconds", "peak_rss_bytes",
    ];

    [Fact]
    public async Task Json_SmallWorkOnTiny_HasEveryKeyAndPlots()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(0, await EndToEndCommand.Create().Parse(["--small", "--json", folder["e2e.json"]]).InvokeAsync());

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder["e2e.json"]));
        Assert.All(s_keys, key => Assert.InRange(json.RootElement.GetProperty(key).GetDouble(), double.Epsilon, double.MaxValue));
        Assert.Equal(s_keys, Summary.Keys);
        var figures = json.RootElement.GetProperty("figures");
        Assert.All((string[])["prefill_64_tok_s", "raw_prefill_64_tok_s", "decode_8_tok_s", "raw_decode_8_tok_s", "shared_system_ttft_ms", "stall_p50_ms"], name =>
            Assert.InRange(figures.GetProperty(name).GetProperty("median").GetDouble(), double.Epsilon, double.MaxValue));

        Assert.Equal(0, await ReportCommand.Create().Parse(["--e2e", folder["e2e.json"], "--name", "tiny", "--out", folder["out"]]).InvokeAsync());
        Assert.Equal(["tiny-decode.svg", "tiny-e2e.md", "tiny-turns.svg"], Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("| `decode_over_raw` | ", await File.ReadAllTextAsync(Path.Combine(folder["out"], "tiny-e2e.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_OnePartAfterAnother_KeepsTheOthersFigures()
    {
        using var folder = new TemporaryFolder();
        foreach (var part in (string[])["prefill", "lookup"])
        {
            Assert.Equal(0, await EndToEndCommand.Create().Parse(["--small", "--only", part, "--json", folder["e2e.json"]]).InvokeAsync());
        }

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder["e2e.json"]));
        Assert.True(json.RootElement.GetProperty("figures").TryGetProperty("prefill_32_tok_s", out _));
        Assert.True(json.RootElement.TryGetProperty("lookup_speedup", out _));
        Assert.False(json.RootElement.TryGetProperty("decode_over_raw", out _));
    }
}
