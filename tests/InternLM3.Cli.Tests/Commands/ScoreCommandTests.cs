using System.Globalization;
using System.Text.Json;
using InternLM3.Cli.Tests.Support;
using InternLM3.Generation;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Cli.Tests.Commands;

public sealed class ScoreCommandTests
{
    private const string Text = "Here are five scenic spots in Shanghai:\n1. The Bund";

    [Fact]
    public async Task Json_Text_HasTheEnginesLogprobs()
    {
        var score = await JsonAsync("--text", Text);
        await using var model = await InternLM3Model.LoadAsync(InternLM3Tiny.CheckpointPath);
        var tokens = model.Tokenizer.Encode(Text);
        var expected = await LogprobsAsync(model, tokens);
        Assert.Equal(tokens, score.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("id").GetInt32()));
        Assert.Equal(tokens.Select(model.Tokenizer.GetPiece), score.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("piece").GetString()));
        Assert.Equal(expected, Logprobs(score));
        Assert.Equal(tokens.Length, score.GetProperty("token_count").GetInt32());
        Assert.Equal(expected.Average(logprob => (double)logprob), score.GetProperty("mean_logprob").GetDouble(), 1e-12);
        Assert.Equal(Math.Exp(-expected.Average(logprob => (double)logprob)), score.GetProperty("perplexity").GetDouble(), 1e-6);
        Assert.All(expected, logprob => Assert.InRange(logprob, float.MinValue, 0));
    }

    [Fact]
    public async Task Plain_Text_HasALineATokenAndTheSum()
    {
        var score = await JsonAsync("--text", Text);
        var lines = await CommandRun.LinesAsync("score", "--text", Text);
        var tokens = score.GetProperty("tokens").EnumerateArray().ToList();
        Assert.Equal(tokens.Count + 1, lines.Length);
        Assert.All(tokens.Zip(lines), pair =>
        {
            var columns = pair.Second.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(pair.First.GetProperty("logprob").GetSingle(), float.Parse(columns[0], CultureInfo.InvariantCulture), 1e-4f);
            Assert.Equal(pair.First.GetProperty("id").GetInt32(), int.Parse(columns[1], CultureInfo.InvariantCulture));
        });
        Assert.StartsWith($"{tokens.Count} tokens, mean log-probability ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Whole_IsOneText()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["text.txt"], Text);
        Assert.Equal((await JsonAsync("--text", Text)).GetRawText(), (await JsonAsync("--file", folder["text.txt"])).GetRawText());
    }

    [Fact]
    public async Task Text_LongerThanTheContext_IsScoredInWindows()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(InternLM3Tiny.CheckpointPath))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        // The same weights with a context of 64 instead of 4,096: windows are cheap.
        var config = await File.ReadAllTextAsync(folder["config.json"]);
        const string Context = "\"max_position_embeddings\": ";
        Assert.Contains($"{Context}4096", config, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder["config.json"], config.Replace($"{Context}4096", $"{Context}64", StringComparison.Ordinal));

        var text = string.Join(' ', Enumerable.Range(0, 30));
        var score = await JsonAsync("--text", text, "--model", folder.Path);
        await using var model = await InternLM3Model.LoadAsync(folder.Path);
        Assert.Equal(64, model.ContextLength);
        var tokens = model.Tokenizer.Encode(text);
        var window = model.ContextLength - 1;
        Assert.InRange(tokens.Length, window + 2, 2 * window);
        var expected = await LogprobsAsync(model, tokens[window..]);
        Assert.Equal(tokens.Length, score.GetProperty("token_count").GetInt32());
        Assert.Equal(tokens.Length, Logprobs(score).Length);
        Assert.Equal(expected, Logprobs(score)[window..]);
    }

    [Fact]
    public async Task Text_Empty_IsAFailure() =>
        Assert.Contains("nothing to score", await CommandRun.RefusalAsync(ExitCode.Failure, "score", "--text", ""), StringComparison.Ordinal);

    private static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        using var document = JsonDocument.Parse(Assert.Single(await CommandRun.LinesAsync(["score", "--json", .. arguments])));
        return document.RootElement.Clone();
    }

    private static float[] Logprobs(JsonElement score) => [.. score.GetProperty("tokens").EnumerateArray().Select(token => token.GetProperty("logprob").GetSingle())];

    private static async Task<float[]> LogprobsAsync(InternLM3Model model, int[] tokens)
    {
        var request = new GenerationRequest { Prompt = (int[])[model.Tokenizer.BosTokenId, .. tokens], PromptLogprobs = true, MaxNewTokens = 0 };
        var logprobs = new List<float>();
        await foreach (var e in model.Engine.GenerateAsync(request))
        {
            logprobs.AddRange(e.PromptLogprobs);
        }

        return [.. logprobs];
    }
}
