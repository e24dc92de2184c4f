using InternLM3.Cli.Eval;
using InternLM3.Cli.Output;
using InternLM3.Evaluation;

namespace InternLM3.Cli.Tests.Output;

public sealed class ProgressDisplayTests
{
    [Fact]
    public async Task LoadBar_NoTerminal_SaysEachTenthOfAStageOnce()
    {
        using var error = new StringWriter { NewLine = "\n" };

        await LoadBar.RunAsync(error, progress =>
        {
            foreach (var (stage, done) in ((ModelLoadStage, long)[])[(ModelLoadStage.Downloading, 0), (ModelLoadStage.Downloading, 99), (ModelLoadStage.Downloading, 550), (ModelLoadStage.Converting, 550), (ModelLoadStage.Converting, 590)])
            {
                progress.Report(new ModelLoadProgress(stage, "a.bin", done * 1000, 1_000_000, done > 0 ? 2e6 : 0, done > 100 ? TimeSpan.FromSeconds(75) : null));
            }

            return Task.CompletedTask;
        });

        Assert.Equal(
            """
            Downloading:   0 % of 1.0 MB: a.bin
            Downloading:  50 % of 1.0 MB: a.bin, 2.0 MB/s, 0:01:15 left
            Converting:  50 % of 1.0 MB: a.bin, 2.0 MB/s, 0:01:15 left

            """.ReplaceLineEndings("\n"),
            error.ToString());
    }

    [Fact]
    public async Task EvalBar_NoTerminal_SaysEachTwentiethOnce()
    {
        using var error = new StringWriter { NewLine = "\n" };

        await EvalBar.RunAsync(error, progress =>
        {
            progress.Report(new EvaluationProgress(0, 40, null, 0, null));
            progress.Report(new EvaluationProgress(1, 40, 1, 0.5, TimeSpan.FromSeconds(78)));
            progress.Report(new EvaluationProgress(2, 40, 0.5, 0.5, TimeSpan.FromSeconds(76)));
            progress.Report(new EvaluationProgress(40, 40, 0.5, 0.5, TimeSpan.Zero));
            return Task.CompletedTask;
        });

        Assert.Equal("0 of 40\n2 of 40, score 50.0, 0.50 a second, 0:01:16 left\n40 of 40, score 50.0, 0.50 a second\n", error.ToString());
    }

    [Fact]
    public async Task LoadBar_WorkWithoutReports_SaysNothing()
    {
        using var error = new StringWriter();

        await LoadBar.RunAsync(error, _ => Task.CompletedTask);

        Assert.Equal("", error.ToString());
    }
}
