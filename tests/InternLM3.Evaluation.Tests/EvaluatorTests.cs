using InternLM3.Evaluation.Running;
using InternLM3.Evaluation.Tests.Support;
using InternLM3.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace InternLM3.Evaluation.Tests;

public sealed class EvaluatorTests
{
    private static readonly EvaluationTask s_task = SumTask.Create(30);

    [Fact]
    public async Task Run_RightAndWrongAnswers_AreCounted()
    {
        using var folder = new TemporaryFolder();
        var reports = new List<EvaluationProgress>();
        var summary = await Evaluator.RunAsync(s_task, new ScriptedClient(SumTask.Answer), folder.Path, progress: new Direct(reports.Add));

        Assert.Equal((20 / 30.0, 30, 0), (summary.Score!.Value, summary.Questions, summary.Failed));
        Assert.Equal([("even", 15, 10 / 15.0), ("odd", 15, 10 / 15.0)], summary.Categories.Select(category => (category.Name, category.Questions, category.Score)));
        Assert.Equal(Enumerable.Range(0, 31), reports.Select(report => report.Done));
        Assert.Equal((30, 20 / 30.0), (reports[^1].Total, reports[^1].Score));
        Assert.All((string[])["report.md", "report.html", "report.json", "results.jsonl", "run.json"], name => Assert.True(File.Exists(folder[name])));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), summary.Results.Select(result => result.Item));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(30)]
    public async Task Resume_AfterSomeAnswers_AsksTheRestAndGivesTheSame(int answered)
    {
        using var whole = new TemporaryFolder();
        using var cut = new TemporaryFolder();
        var uninterrupted = await Evaluator.RunAsync(s_task, new ScriptedClient(SumTask.Answer), whole.Path);
        await Evaluator.RunAsync(s_task, new ScriptedClient(SumTask.Answer), cut.Path);
        var lines = await File.ReadAllLinesAsync(cut["results.jsonl"]);
        await File.WriteAllTextAsync(cut["results.jsonl"], string.Concat(lines.Take(answered).Select(line => line + "\n")) + "{\"task\":\"su");

        var client = new ScriptedClient(SumTask.Answer);
        var resumed = await Evaluator.RunAsync(s_task, client, cut.Path, resume: true);

        Assert.Equal(30 - answered, client.Requests.Count);
        Assert.Equal(uninterrupted.Results.Select(result => result with { Seconds = 0 }), resumed.Results.Select(result => result with { Seconds = 0 }));
        Assert.Equal((uninterrupted.Score, uninterrupted.Interval), (resumed.Score, resumed.Interval));
    }

    [Fact]
    public async Task Resume_WithALargerLimit_AsksOnlyTheNewQuestions()
    {
        using var folder = new TemporaryFolder();
        await Evaluator.RunAsync(s_task, new ScriptedClient(SumTask.Answer), folder.Path, options: new() { Limit = 10 });
        var client = new ScriptedClient(SumTask.Answer);
        var summary = await Evaluator.RunAsync(s_task, client, folder.Path, options: new() { Limit = 25 }, resume: true);

        Assert.Equal((15, 25), (client.Requests.Count, summary.Questions));
    }

    [Fact]
    public async Task Run_OverAnotherRun_IsRefusedWithWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedClient(SumTask.Answer);
        await Evaluator.RunAsync(s_task, client, folder.Path);

        Assert.Contains("--resume", (await Assert.ThrowsAsync<EvaluationException>(() => Evaluator.RunAsync(s_task, client, folder.Path))).Message, StringComparison.Ordinal);
        var other = new EvaluationOptions { MaxOutputTokens = 5 };
        var refusal = await Assert.ThrowsAsync<EvaluationException>(() => Evaluator.RunAsync(s_task, client, folder.Path, options: other, resume: true));
        Assert.Contains("max_output_tokens was not set and is 5", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(30, client.Requests.Count);
    }

    [Fact]
    public async Task Run_ServerThatFailsNowAndThen_LeavesFailuresOutAndAsksAgain()
    {
        using var folder = new TemporaryFolder();
        var failing = new ScriptedClient(question => question == "4 + 1" ? throw new InternLM3Exception("The server is gone.") : SumTask.Answer(question));
        var first = await Evaluator.RunAsync(s_task, failing, folder.Path);

        Assert.Equal((29, 1, 19 / 29.0), (first.Questions, first.Failed, first.Score!.Value));
        Assert.Contains("The server is gone.", await File.ReadAllTextAsync(folder["report.md"]), StringComparison.Ordinal);

        var healthy = new ScriptedClient(SumTask.Answer);
        var second = await Evaluator.RunAsync(s_task, healthy, folder.Path, resume: true);
        Assert.Single(healthy.Requests);
        Assert.Equal((30, 0, 20 / 30.0), (second.Questions, second.Failed, second.Score!.Value));
    }

    [Fact]
    public async Task Run_ServerThatIsGone_EndsWithTheError()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedClient(_ => throw new InternLM3Exception("The server is gone."));
        var options = new EvaluationOptions { Concurrency = 1, MaxConsecutiveFailures = 3 };
        var error = await Assert.ThrowsAsync<EvaluationException>(() => Evaluator.RunAsync(s_task, client, folder.Path, options: options));

        Assert.Contains("The server is gone.", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, client.Requests.Count);
    }

    [Fact]
    public async Task Run_AnswerThatTakesTooLong_IsWrongAndTheRestGoesOn()
    {
        using var folder = new TemporaryFolder();
        var time = new FakeTimeProvider();
        var client = new ScriptedClient(async (messages, _, cancellationToken) =>
        {
            if (messages[^1].Text == "4 + 1")
            {
                var never = new TaskCompletionSource();
                await using var registration = cancellationToken.Register(() => never.SetCanceled(cancellationToken));
                time.Advance(TimeSpan.FromSeconds(61));
                await never.Task;
            }

            return SumTask.Answer(messages[^1].Text);
        });
        var options = new EvaluationOptions { ItemTimeout = TimeSpan.FromSeconds(60), TimeProvider = time, Concurrency = 1 };
        var summary = await Evaluator.RunAsync(s_task, client, folder.Path, options: options);

        var slow = summary.Results.Single(result => result.Item == "4");
        Assert.Equal((0.0, "no answer within 60 s", false), (slow.Score, slow.Error, slow.Failed));
        Assert.Equal(19 / 30.0, summary.Score);
    }

    [Fact]
    public async Task Cancel_InTheMiddle_LeavesALogToGoOnFrom()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var progress = new Direct(report =>
        {
            if (report.Done == 7)
            {
                cancellation.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Evaluator.RunAsync(
            s_task, new ScriptedClient(SumTask.Answer), folder.Path, options: new() { Concurrency = 2 }, progress: progress, cancellationToken: cancellation.Token));

        Assert.InRange(ResultLog.Read(folder["results.jsonl"]).Count, 7, 9);
        var summary = await Evaluator.RunAsync(s_task, new ScriptedClient(SumTask.Answer), folder.Path, options: new() { Concurrency = 2 }, resume: true);
        Assert.Equal(30, summary.Questions);
    }

    [Fact]
    public async Task Repeats_Sampled_HaveSeedsOfTheirOwnThatNeverChange()
    {
        using var one = new TemporaryFolder();
        using var two = new TemporaryFolder();
        var options = new EvaluationOptions { Temperature = 0.8f, Repeats = 3, Seed = 5 };
        ScriptedClient[] clients = [new(SumTask.Answer), new(SumTask.Answer)];
        var summary = await Evaluator.RunAsync(s_task, clients[0], one.Path, options: options);
        await Evaluator.RunAsync(s_task, clients[1], two.Path, options: options with { Concurrency = 1 });

        long[][] seeds = [.. clients.Select(client => client.Requests.Select(request => request.Options!.Seed!.Value).Order().ToArray())];
        Assert.Equal(90, seeds[0].Distinct().Count());
        Assert.Equal(seeds[0], seeds[1]);
        Assert.Equal((30, 90, 3), (summary.Questions, summary.Results.Count, summary.RepeatScores.Count));
    }

    [Fact]
    public async Task Tools_Offered_LeaveTheClientOpen()
    {
        using var folder = new TemporaryFolder();
        var client = new ScriptedClient(SumTask.Answer);
        await Evaluator.RunAsync(s_task, client, folder.Path, options: new() { Tools = true });

        Assert.False(client.IsDisposed);
    }

    [Theory]
    [InlineData("Repeats")]
    [InlineData("Limit")]
    [InlineData("FewShot")]
    [InlineData("Tools")]
    [InlineData("Concurrency")]
    [InlineData("Length")]
    [InlineData("Judge")]
    [InlineData("Sandbox")]
    public async Task Options_ThatCannotWork_AreRefusedByName(string option)
    {
        using var folder = new TemporaryFolder();
        var options = option switch
        {
            "Repeats" => new EvaluationOptions { Repeats = 2 },
            "Limit" => new() { Limit = 0 },
            "FewShot" => new() { FewShot = 5 },
            "Tools" => new() { Tools = true, Thinking = ReasoningEffort.High },
            "Length" => new() { Length = 1000 },
            "Judge" => new() { Judge = new ScriptedClient(_ => "A") },
            "Sandbox" => new() { Sandbox = (_, _) => Task.FromResult(true) },
            _ => new() { Concurrency = 0 },
        };
        var refusal = await Assert.ThrowsAsync<UnsupportedOptionException>(() => Evaluator.RunAsync(s_task, new ScriptedClient(SumTask.Answer), folder.Path, options: options));

        Assert.StartsWith($"{option}:", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["run.json"]));
    }

    private sealed class Direct(Action<EvaluationProgress> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report(value);
    }
}
