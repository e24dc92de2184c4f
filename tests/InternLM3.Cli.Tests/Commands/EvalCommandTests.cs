using System.Diagnostics;
using InternLM3.Cli.Tests.Support;
using InternLM3.Evaluation.Running;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Commands;

public sealed class EvalCommandTests(TemporaryCache cache)
{
    [Fact]
    public async Task Tiny_KilledInTheMiddleAndResumed_GivesTheSameAsUninterrupted()
    {
        using var folder = new TemporaryFolder();
        string[] run = ["eval", "--task", "arithmetic-tiny", "--limit", "80", "--concurrency", "4"];
        var whole = await CommandRun.JsonTextAsync([.. run, "--out", folder["whole"], "--json"]);
        await KillAfterAsync("20 of 80", [.. run, "--out", folder["killed"]]);
        var before = ResultLog.Read(Path.Combine(folder["killed"], "results.jsonl"));
        var resumed = await CommandRun.JsonTextAsync([.. run, "--out", folder["killed"], "--resume", "--json"]);

        Assert.InRange(before.Count, 20, 79);
        Assert.False(File.Exists(Path.Combine(folder["whole"], "report.html.new")));
        Assert.Equal(Answers(folder["whole"]), Answers(folder["killed"]));
        Assert.All((string[])["score", "low", "high", "questions", "answers", "failed", "subjects", "settings_hash"], name =>
            Assert.Equal(whole.GetProperty(name).GetRawText(), resumed.GetProperty(name).GetRawText()));
        Assert.Equal(before.Select(result => result.Item), ResultLog.Read(Path.Combine(folder["killed"], "results.jsonl")).Take(before.Count).Select(result => result.Item));
    }

    [Fact]
    public async Task Tiny_Tools_CallsTheCalculatorAndScoresHigh()
    {
        using var folder = new TemporaryFolder();
        var report = await CommandRun.JsonTextAsync("eval", "--task", "arithmetic-tiny", "--limit", "20", "--tools", "--out", folder["tools"], "--json");

        // All of 500 when this was written; without calls it would be near 0.
        Assert.InRange(report.GetProperty("score").GetDouble(), 80, 100);
        Assert.Equal(20, report.GetProperty("questions").GetInt32());
    }

    [Fact]
    public async Task Compare_TwoRuns_SaysWhichTestAndWhatItFound()
    {
        using var folder = new TemporaryFolder();
        string[] run = ["eval", "--task", "arithmetic-tiny", "--limit", "12"];
        await CommandRun.LinesAsync([.. run, "--out", folder["a"]]);
        await CommandRun.LinesAsync([.. run, "--max-tokens", "3", "--out", folder["b"]]);
        var comparison = await CommandRun.JsonAsync("eval", "compare", folder["a"], folder["b"], "--json");

        Assert.Equal(12, comparison.GetProperty("questions").GetInt32());
        Assert.Equal("McNemar's exact test", comparison.GetProperty("test").GetString());
        Assert.Equal(0, comparison.GetProperty("second_score").GetDouble());
        Assert.InRange(comparison.GetProperty("p").GetDouble(), 0, 0.5);
        Assert.Contains(await CommandRun.LinesAsync("eval", "compare", folder["a"], folder["b"]), line => line.Contains("McNemar", StringComparison.Ordinal));
        Assert.Contains("no run here", await CommandRun.RefusalAsync(ExitCode.Failure, "eval", "compare", folder["a"], folder["missing"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--task is missing")]
    [InlineData("there is no nothing", "--task", "nothing")]
    [InlineData("--remote-model needs --remote.", "--task", "arithmetic-tiny", "--remote-model", "x")]
    [InlineData("either --model or --remote", "--task", "arithmetic-tiny", "--model", "tiny", "--remote", "http://localhost:1/v1")]
    [InlineData("either --context or --remote", "--task", "arithmetic-tiny", "--context", "99", "--remote", "http://localhost:1/v1")]
    [InlineData("is no address", "--task", "arithmetic-tiny", "--remote", "localhost")]
    [InlineData("--timeout", "--task", "arithmetic-tiny", "--timeout", "0")]
    [InlineData("Length", "--task", "arithmetic-tiny", "--length", "100")]
    [InlineData("Repeats", "--task", "arithmetic-tiny", "--repeats", "2")]
    public async Task CommandLine_ThatCannotWork_IsRefusedWithOneSentence(string expected, params string[] arguments)
    {
        var result = await CommandRun.RunAsync(["eval", .. arguments]);

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remote_ThatIsNotThere_SaysWhyTheAnswersFailed()
    {
        using var folder = new TemporaryFolder();
        var result = await CommandRun.RunAsync("eval", "--task", "arithmetic-tiny", "--limit", "1", "--remote", "http://127.0.0.1:1/v1", "--out", folder["run"]);

        Assert.Equal(ExitCode.Failure, result.ExitCode);
        Assert.Contains("1 of 1 answers failed and are not in the score; the last error: http://127.0.0.1:1/v1 cannot be reached", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remote_OurOwnServer_GivesTheAnswersOfTheModelInProcess()
    {
        using var folder = new TemporaryFolder();
        string[] run = ["eval", "--task", "arithmetic-tiny", "--limit", "12", "--think"];
        await CommandRun.LinesAsync([.. run, "--out", folder["local"]]);
        await using var server = await ServerProcess.StartAsync("InternLM3.Cli", cache.Path, ["serve", "--server-port", "0"]);
        await CommandRun.LinesAsync([.. run, "--remote", $"{server.Address}v1", "--out", folder["remote"]]);

        Assert.Equal(Answers(folder["local"]), Answers(folder["remote"]));
    }

    [Fact]
    public async Task Tasks_Listed_HaveDataAndCardScores()
    {
        var lines = await CommandRun.LinesAsync("eval", "tasks");

        Assert.Contains(lines, line => line.StartsWith("arithmetic-tiny", StringComparison.Ordinal));
        Assert.Contains("math500: MATH-500, model card 83.0 (0-shot, thinking)", lines);
        Assert.Contains(lines, line => line.Contains("500 rows: problem, answer, or problem, solution", StringComparison.Ordinal));
    }

    private static List<(string, string, double?)> Answers(string folder) =>
        [.. ResultLog.Read(Path.Combine(folder, "results.jsonl")).OrderBy(result => result.Item, StringComparer.Ordinal).Select(result => (result.Item, result.Answer, result.Score))];

    /// <summary>Runs the tool as a process and kills it (SIGKILL) once it says so much.</summary>
    private async Task KillAfterAsync(string said, string[] arguments)
    {
        var start = new ProcessStartInfo(ChildProcess.Executable("InternLM3.Cli"), arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["INTERNLM3_CACHE"] = cache.Path;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The run ended before it could be killed.");
        }
        while (!line.StartsWith(said, StringComparison.Ordinal));

        process.Kill();
        await process.WaitForExitAsync(patience.Token);
        Assert.NotEqual(0, process.ExitCode);
    }
}
