using InternLM3.Evaluation.Reports;
using InternLM3.Evaluation.Results;
using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Tests.Results;

public sealed class RunComparisonTests
{
    private static readonly RunSettings s_first = new() { Task = "t", Model = "a" };
    private static readonly RunSettings s_second = new() { Task = "t", Model = "b" };

    [Fact]
    public void Create_RightAndWrong_IsMcNemarOverSharedQuestions()
    {
        // Of ten shared questions the first run has one alone and the second nine.
        var first = Results(s_first, [1, .. Enumerable.Repeat(0.0, 9), 1, 1]);
        var second = Results(s_second, [0, .. Enumerable.Repeat(1.0, 9)]);
        var comparison = RunComparison.Create(s_first, first, s_second, second);

        Assert.Equal((10, (2, 0)), (comparison.Shared, (comparison.First.Alone, comparison.Second.Alone)));
        Assert.Equal((0.1, 0.9), (comparison.First.Score, comparison.Second.Score));
        Assert.Equal("McNemar's exact test", comparison.Test);
        Assert.Equal(0.021484375, comparison.P, 1e-12);
        Assert.True(comparison.Difference.Low > 0);
        Assert.Contains("p = 0.0215, a significant difference at 5 %", ComparisonReport.Markdown(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_PartialCredit_IsABootstrap()
    {
        var comparison = RunComparison.Create(s_first, Results(s_first, [0.5, 0.25, 1]), s_second, Results(s_second, [0.5, 0.5, 1]));

        Assert.Equal("paired bootstrap over questions", comparison.Test);
        Assert.InRange(comparison.P, 0.3, 1);
    }

    [Fact]
    public void Create_FailedAnswersAndOthersSettings_AreLeftOut()
    {
        var first = Results(s_first, [1, 1]).Append(new ItemResult { Task = "t", Item = "2", Repeat = 0, Settings = s_first.Hash, Failed = true }).ToList();
        var second = Results(s_second, [1, 0]).Concat(Results(s_first, [1, 1, 1])).ToList();

        Assert.Equal(2, RunComparison.Create(s_first, first, s_second, second).Shared);
    }

    [Fact]
    public void Create_NothingShared_IsRefused() =>
        Assert.Throws<EvaluationException>(() => RunComparison.Create(s_first, Results(s_first, [1]), s_second, []));

    private static List<ItemResult> Results(RunSettings settings, double[] scores) =>
        [.. scores.Select((score, i) => new ItemResult { Task = "t", Item = $"{i}", Repeat = 0, Settings = settings.Hash, Score = score })];
}
