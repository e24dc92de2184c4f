using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class MathEquivalenceTests
{
    [Fact]
    public void Pairs_AreFourHundredOrMoreOfBothVerdicts()
    {
        Assert.True(MathPairs.All.Count >= 400, $"{MathPairs.All.Count} pairs.");
        Assert.All(MathPairs.All.GroupBy(pair => pair.Category), group => Assert.Equal(2, group.Select(pair => pair.Equal).Distinct().Count()));
    }

    [Fact]
    public void Equal_EveryPairOfTheTable_HasItsVerdictBothWays()
    {
        var wrong = MathPairs.All.Where(pair => MathEquivalence.Equal(pair.Prediction, pair.Target) != pair.Equal || MathEquivalence.Equal(pair.Target, pair.Prediction) != pair.Equal);

        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }

    [Fact]
    public void Equal_EveryAnswerOfTheTable_IsItself()
    {
        var answers = MathPairs.All.SelectMany(pair => (string[])[pair.Prediction, pair.Target]).Where(answer => answer != @"\boxed{}");

        var unlike = answers.Where(answer => !MathEquivalence.Equal(answer, answer));

        Assert.True(!unlike.Any(), string.Join('\n', unlike));
    }
}
