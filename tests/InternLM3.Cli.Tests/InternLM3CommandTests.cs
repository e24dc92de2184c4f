using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests;

public sealed class InternLM3CommandTests
{
    [Theory]
    [InlineData("internlm3")]
    [InlineData("internlm3", "sing")]
    [InlineData("internlm3 chat", "chat", "--bogus")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "more")]
    [InlineData("internlm3 chat", "chat", "--prompt")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--temperature", "warm")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--max-tokens", "1.5")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--model")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--model", "")]
    [InlineData("internlm3 chat", "chat", "--json")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--think=much")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--think", "Hello")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--stop")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--schema")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--logprobs", "2")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--logprobs", "2", "--json", "false")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--logprobs", "many", "--json")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--tool-choice", "auto")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--tool-results", "results.json")]
    [InlineData("internlm3 tokenize", "tokenize")]
    [InlineData("internlm3 tokenize", "tokenize", "--text", "a", "--file", "b")]
    [InlineData("internlm3 tokenize", "tokenize", "--text", "a", "--model", " ")]
    [InlineData("internlm3 score", "score")]
    [InlineData("internlm3 score", "score", "--text", "a", "--file", "b")]
    [InlineData("internlm3 eval compare", "eval", "compare", "one-run")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--genai-library", "no-such-library.so")]
    [InlineData("internlm3 chat", "chat", "--prompt", "Hello", "--genai-library", ".", "--device", "cpu")]
    public async Task Run_WrongCommandLine_IsUsage(string command, params string[] arguments) =>
        Assert.Equal($"See: {command} --help", await CommandRun.RefusalAsync(ExitCode.Usage, arguments));

    [Theory]
    [InlineData("'warm' for option '--temperature' as a number.", "--temperature", "warm")]
    [InlineData("'x' for option '--seed' as a whole number.", "--seed", "x")]
    public async Task Run_NoNumber_IsSaidWithoutTheNameOfAType(string said, params string[] arguments)
    {
        var result = await CommandRun.RunAsync(["chat", "--prompt", "Hello", .. arguments]);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Temperature", "--temperature", "-1")]
    [InlineData("TopP", "--top-p", "2")]
    [InlineData("TopK", "--top-k", "-1")]
    [InlineData("MaxOutputTokens", "--max-tokens", "0")]
    public async Task Run_ValueOutOfRange_IsUsageByName(string option, params string[] arguments) =>
        Assert.StartsWith($"{option}: ", await CommandRun.RefusalAsync(ExitCode.Usage, ["chat", "--prompt", "Hello", .. arguments]), StringComparison.Ordinal);

    [Theory]
    [InlineData("chat", "--prompt", "Hello")]
    [InlineData("tokenize", "--text", "Hello")]
    [InlineData("score", "--text", "Hello")]
    public async Task Run_BadModelFolder_IsAFailureThatNamesIt(params string[] arguments)
    {
        using var empty = new TemporaryFolder();
        foreach (var folder in new[] { empty.Path, empty["missing"] })
        {
            var result = await CommandRun.RunAsync([.. arguments, "--model", folder]);
            Assert.Equal((ExitCode.Failure, ""), (result.ExitCode, result.Output));
            Assert.StartsWith(folder, Assert.Single(result.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("tokenize")]
    [InlineData("score")]
    public async Task Run_MissingFile_IsAFailureThatNamesIt(string command)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(folder["none.txt"], await CommandRun.RefusalAsync(ExitCode.Failure, command, "--file", folder["none.txt"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PromptBeyondTheContext_IsAFailure() => Assert.Contains(
        "context", await CommandRun.RefusalAsync(ExitCode.Failure, "chat", "--prompt", string.Join(' ', Enumerable.Repeat("word", 5000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("chat", "--help")]
    public async Task Run_Help_IsDone(params string[] arguments)
    {
        var result = await CommandRun.RunAsync(arguments);
        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, result.Error));
        Assert.NotEmpty(result.Output);
    }
}
