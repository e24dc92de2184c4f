using System.Globalization;
using InternLM3.Evaluation.Grading;
using InternLM3.Evaluation.Tasks.Arithmetic;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>Generated problems that InternLM3-Tiny can solve, to run the whole harness with real inference anywhere.</summary>
internal static class ArithmeticTiny
{
    private const int DefaultCount = 500;

    public static EvaluationTask Task { get; } = new()
    {
        Name = "arithmetic-tiny",
        Title = "arithmetic-tiny",
        Protocol = "Generated word problems, sums, equations; with functions, expressions for a calculator. "
            + "The boxed answer, else the last number, equals the right one.",
        HasTools = true,
        CreateItems = input => Enumerable.Range(0, input.Limit ?? DefaultCount).Select(number => Create(input, number)),
    };

    private static EvaluationItem Create(TaskInput input, int number)
    {
        var problem = ArithmeticProblem.Create(input.Seed, number, input.Tools);
        return new EvaluationItem
        {
            Id = number.ToString("0000", CultureInfo.InvariantCulture),
            Category = problem.Kind,
            Messages = [new ChatMessage(ChatRole.User, problem.Text)],
            Tools = input.Tools ? [Calculator.Function] : [],
            Gold = problem.Answer.ToString(CultureInfo.InvariantCulture),
            Grade = answer => Grade(answer, problem.Answer),
        };
    }

    private static Verdict Grade(string answer, int gold)
    {
        var extracted = BoxedAnswer.Extract(answer) ?? NumberAnswer.Last(answer);
        var isRight = decimal.TryParse(extracted, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number == gold;
        return Verdict.Of(isRight, extracted);
    }
}
