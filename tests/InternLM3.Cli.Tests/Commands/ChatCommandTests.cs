using System.Text.Json;
using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Cli.Tests.Commands;

public sealed class ChatCommandTests(TemporaryCache cache)
{
    private const string ScenicSpots = "Please tell me five scenic spots in Shanghai";

    private const string Answer =
        "Here are five scenic spots in Shanghai:\n1. The Bund\n2. Yu Garden\n3. Oriental Pearl Tower\n4. Nanjing Road\n5. Shanghai Museum";

    [Fact]
    public async Task Json_Greedy_HasTheWholeAnswer()
    {
        var answer = await JsonAsync("--prompt", ScenicSpots, "--temperature", "0");
        string[] members = ["text", "reasoning", "tool_calls", "finish_reason", "usage", "logprobs", "prompt_token_ids", "token_ids"];
        Assert.Equal(members, answer.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Answer, answer.GetProperty("text").GetString());
        Assert.Equal(("null", "[]", "null"), (answer.GetProperty("reasoning").GetRawText(), answer.GetProperty("tool_calls").GetRawText(), answer.GetProperty("logprobs").GetRawText()));
        Assert.Equal("stop", answer.GetProperty("finish_reason").GetString());
        var (prompt, output) = (Ids(answer, "prompt_token_ids"), Ids(answer, "token_ids"));
        Assert.Equal(
            $$"""{"input_tokens":{{prompt.Length}},"output_tokens":{{output.Length}},"cached_input_tokens":0}""", answer.GetProperty("usage").GetRawText());
        var tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);
        Assert.Equal(Answer, tokenizer.Decode(output));
        Assert.Contains(ScenicSpots, tokenizer.Decode(prompt), StringComparison.Ordinal);
        Assert.Equal(tokenizer.BosTokenId, prompt[0]);
    }

    [Fact]
    public async Task Prompt_Greedy_PrintsTheAnswerAndTheNotice()
    {
        var result = await CommandRun.RunAsync("chat", "--prompt", ScenicSpots, "--temperature", "0");
        Assert.Equal((ExitCode.Done, Answer + "\n"), (result.ExitCode, result.Output.ReplaceLineEndings("\n")));
        Assert.StartsWith(InternLM3Tiny.Notice, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_Folder_IsUsedWithoutNotice()
    {
        var result = await CommandRun.RunAsync("chat", "-m", InternLM3Tiny.CheckpointPath, "-p", ScenicSpots, "--temperature", "0");
        Assert.Equal((ExitCode.Done, Answer + "\n"), (result.ExitCode, result.Output.ReplaceLineEndings("\n")));
        Assert.DoesNotContain(InternLM3Tiny.Notice, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_Same_RepeatsTheAnswer()
    {
        string[] arguments = ["--prompt", "Hello there", "--temperature", "2", "--top-p", "1", "--top-k", "0", "--max-tokens", "30", "--seed"];
        var first = Ids(await JsonAsync([.. arguments, "11"]), "token_ids");
        Assert.Equal(first, Ids(await JsonAsync([.. arguments, "11"]), "token_ids"));
        Assert.NotEqual(first, Ids(await JsonAsync([.. arguments, "12"]), "token_ids"));
    }

    [Fact]
    public async Task MaxTokens_Three_EndsByLength()
    {
        var answer = await JsonAsync("--prompt", ScenicSpots, "--max-tokens", "3");
        Assert.Equal(("length", 3), (answer.GetProperty("finish_reason").GetString(), Ids(answer, "token_ids").Length));
    }

    [Fact]
    public async Task System_Prompt_StandsInFront()
    {
        const string System = "You are an expert mathematician.";
        var with = await JsonAsync("--prompt", "What is 12 + 30?", "--system", System, "--temperature", "0");
        var without = await JsonAsync("--prompt", "What is 12 + 30?", "--temperature", "0");
        var tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);
        Assert.Contains($"system\n{System}", tokenizer.Decode(Ids(with, "prompt_token_ids")), StringComparison.Ordinal);
        Assert.DoesNotContain(System, tokenizer.Decode(Ids(without, "prompt_token_ids")), StringComparison.Ordinal);
        Assert.Contains("42", with.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TopK_One_IsGreedy()
    {
        var answer = await JsonAsync("--prompt", ScenicSpots, "--temperature", "2", "--top-k", "1");
        Assert.Equal(Answer, answer.GetProperty("text").GetString());
    }

    [Fact]
    public async Task NoPrompt_ThroughAPipe_HoldsAConversation()
    {
        var result = await ChildProcess.RunAsync(
            "InternLM3.Cli", cache.Path, ["chat", "--temperature", "0"], "My name is Quinn.\nWhat is my name?\n\nWho are you?\n");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        var answers = result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(2, answers.Length);
        Assert.Contains("Quinn", answers[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_TenAtOnceOnAnEmptyCache_AllAnswer()
    {
        using var empty = new TemporaryFolder();
        var runs = Enumerable.Range(0, 10).Select(_ => ChildProcess.RunAsync(
            "InternLM3.Cli", empty.Path, ["chat", "--prompt", ScenicSpots, "--temperature", "0"]));
        Assert.All(await Task.WhenAll(runs), result =>
        {
            Assert.True(result.ExitCode == ExitCode.Done, result.Error);
            Assert.Equal(Answer + "\n", result.Output.ReplaceLineEndings("\n"));
        });
        Assert.Single(Directory.GetFiles(empty.Path, "engine.onnx", SearchOption.AllDirectories));
    }

    private static Task<JsonElement> JsonAsync(params string[] arguments) => CommandRun.JsonAsync(["chat", "--json", .. arguments]);

    private static int[] Ids(JsonElement answer, string name) => [.. answer.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}
