using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class DropScoreTests
{
    [Theory]
    [InlineData("5", new[] { "5" }, 1, 1)]
    [InlineData("5.0", new[] { "5" }, 1, 1)]
    [InlineData("5,000", new[] { "5000" }, 1, 1)]
    [InlineData("the Broncos", new[] { "Broncos" }, 1, 1)]
    [InlineData("Broncos.", new[] { "broncos" }, 1, 1)]
    [InlineData("African-American", new[] { "african american" }, 1, 1)]
    [InlineData("5 yards", new[] { "5" }, 0, 0.67)]
    [InlineData("6", new[] { "5" }, 0, 0)]
    [InlineData("6 yards", new[] { "5 yards" }, 0, 0)]
    [InlineData("Tom Brady", new[] { "Brady" }, 0, 0.67)]
    [InlineData("Peyton Manning", new[] { "Brady", "Peyton Manning" }, 1, 1)]
    [InlineData("", new[] { "Brady" }, 0, 0)]
    [InlineData("Brady", new[] { "" }, 0, 0)]
    [InlineData("Brady", new string[0], 0, 0)]
    public void Score_Answer_IsTheOfficialScore(string prediction, string[] golds, double exact, double f1) =>
        Assert.Equal((exact, f1), DropScore.Score(prediction, golds));

    [Fact]
    public void ScoreSpans_InAnotherOrder_AreExact() => Assert.Equal((1, 1), DropScore.ScoreSpans(["Brady", "Peyton Manning"], ["Peyton Manning", "Brady"]));

    [Fact]
    public void ScoreSpans_OneOfTwo_CountsHalf() => Assert.Equal((0, 0.5), DropScore.ScoreSpans(["Brady"], ["Brady", "Manning"]));

    [Fact]
    public void ScoreSpans_OneTooMany_CountsHalf() => Assert.Equal((0, 0.5), DropScore.ScoreSpans(["Brady", "Manning"], ["Brady"]));
}
