using System.Globalization;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tests.Support;

/// <summary>A benchmark of sums, for tests of the run itself.</summary>
public static class SumTask
{
    public static EvaluationTask Create(int count) => new()
    {
        Name = "sums",
        Title = "Sums",
        Protocol = "Sums.",
        HasTools = true,
        CreateItems = _ => Enumerable.Range(0, count).Select(i => new EvaluationItem
        {
            Id = i.ToString(CultureInfo.InvariantCulture),
            Category = i % 2 == 0 ? "even" : "odd",
            Messages = [new ChatMessage(ChatRole.User, $"{i} + 1")],
            Gold = (i + 1).ToString(CultureInfo.InvariantCulture),
            Grade = answer => Verdict.Of(answer == (i + 1).ToString(CultureInfo.InvariantCulture), answer),
        }),
    };

    /// <summary>Adds, but for every third question.</summary>
    public static string Answer(string question)
    {
        var number = int.Parse(question.Split(' ')[0], CultureInfo.InvariantCulture);
        return (number % 3 == 0 ? -1 : number + 1).ToString(CultureInfo.InvariantCulture);
    }
}
