using System.Globalization;
using System.Text.RegularExpressions;
using InternLM3.Evaluation.Tasks.Arithmetic;

namespace InternLM3.Evaluation.Tests.Tasks;

public sealed partial class ArithmeticTinyTests
{
    [Fact]
    public void Problems_SameSeed_AreTheSameHoweverMany()
    {
        var task = EvaluationTasks.Find("arithmetic-tiny");
        string[] Texts(TaskInput input) => [.. task.CreateItems(input).Select(item => item.Question)];

        Assert.Equal(Texts(new() { Limit = 20 }), Texts(new() { Limit = 200 })[..20]);
        Assert.NotEqual(Texts(new() { Limit = 20 }), Texts(new() { Limit = 20, Seed = 1 }));
        Assert.Equal(500, Texts(new()).Length);
        Assert.Equal(7, task.CreateItems(new() { Limit = 14 }).Select(item => item.Category).Distinct().Count());
    }

    [Fact]
    public void Expressions_AgreeWithTheCalculator()
    {
        for (var i = 0; i < 200; i++)
        {
            var problem = ArithmeticProblem.Create(7, i, expressions: true);
            var expression = Expression().Match(problem.Text).Value;

            Assert.Equal(problem.Answer.ToString(CultureInfo.InvariantCulture), Calculator.Evaluate(expression));
        }
    }

    [Theory]
    [InlineData("(12 + 30) * 7", "294")]
    [InlineData("7 / 8", "0.875")]
    [InlineData("10/3", "3.3333")]
    [InlineData("-(2 - 5) * 2", "6")]
    [InlineData("1 / 0", "Nothing can be divided by 0.")]
    [InlineData("2 + ", "A number is missing.")]
    [InlineData("(2", "A closing bracket is missing.")]
    [InlineData("2 x", "x cannot be read.")]
    [InlineData("79228162514264337593543950335 * 2", "The numbers are too large.")]
    public void Calculator_Anything_GivesANumberOrASentence(string expression, string expected) => Assert.Equal(expected, Calculator.Evaluate(expression));

    [Fact]
    public void Calculator_DeepNesting_DoesNotOverflowTheStack() =>
        Assert.Equal("The expression is too long.", Calculator.Evaluate(new string('(', 100_000)));

    [Theory]
    [InlineData("The answer is \\boxed{42}.", 1)]
    [InlineData("12 + 30 = 42.", 1)]
    [InlineData("\\boxed{41} or 42", 0)]
    [InlineData("I am a small demo.", 0)]
    public void Grade_Forms_AreRead(string answer, double score)
    {
        var item = EvaluationTasks.Find("arithmetic-tiny").CreateItems(new() { Limit = 1 }).Single();
        var gold = int.Parse(item.Gold, CultureInfo.InvariantCulture);
        string Shift(string text) => text.Replace("41", "#", StringComparison.Ordinal).Replace("42", $"{gold}", StringComparison.Ordinal).Replace("#", $"{gold - 1}", StringComparison.Ordinal);

        Assert.Equal(score, item.Grade(Shift(answer)).Score);
    }

    [GeneratedRegex(@"[\d(][\d ()+*/-]*[\d)]")]
    private static partial Regex Expression();
}
