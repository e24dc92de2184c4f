using System.Globalization;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>The names and formatted values of the figures in all reports.</summary>
internal static class Figures
{
    /// <summary>A share as a score out of 100.</summary>
    public static string Score(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>An interval as scores out of 100.</summary>
    public static string Range(Interval interval) => $"{Score(interval.Low)} to {Score(interval.High)}";

    /// <summary>A number: from 100 on without decimals, below with at most two.</summary>
    public static string Number(double value) => value switch
    {
        >= 100 or <= -100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>This run and the model card: name, score, interval, setting.</summary>
    public static IEnumerable<(string Who, string Score, string Interval, string Setting)> Scores(EvaluationSummary summary)
    {
        yield return (
            summary.Model,
            summary.Score is { } score ? Score(score) : "not graded",
            summary.Interval is { } interval ? Range(interval) : "",
            Setting(summary));
        if (summary.Task.Card is { } card)
        {
            yield return ("model card, InternLM3-8B-Instruct", card.Score.ToString("0.0", CultureInfo.InvariantCulture), "", card.Setting);
        }
    }

    /// <summary>How the answers were generated.</summary>
    public static string Setting(EvaluationSummary summary)
    {
        var settings = summary.Settings;
        return string.Join(", ", ((string?[])[
            $"{settings.FewShot}-shot",
            settings.Thinking is { } effort ? $"thinking ({effort})" : null,
            settings.Tools ? "with functions" : null,
            settings.Temperature == 0
                ? "greedy"
                : string.Create(CultureInfo.InvariantCulture, $"temperature {settings.Temperature:0.##}, seed {settings.Seed}"),
            settings.Repeats > 1 ? string.Create(CultureInfo.InvariantCulture, $"{settings.Repeats} repeats") : null,
            settings.Judge is { } judge ? $"judged by {judge}" : null,
        ]).OfType<string>());
    }

    /// <summary>The numbers of questions, answers and failures, further figures, and the score of each repeat.</summary>
    public static IEnumerable<(string Name, string Value)> Counts(EvaluationSummary summary)
    {
        yield return ("questions with a score", Number(summary.Questions));
        yield return ("answers", Number(summary.Results.Count));
        yield return ("cut at their length", Number(summary.Results.Count(result => result.Finish == "length")));
        yield return ("timed out, or too long for the context",
            Number(summary.Results.Count(result => result is { Failed: false, Error: not null })));
        yield return ("failed: not in the score; --resume asks again", Number(summary.Failed));
        foreach (var (name, value) in summary.Measures)
        {
            yield return (name, Score(value));
        }

        if (summary.RepeatScores.Count > 1)
        {
            yield return ("score of each repeat", string.Join(", ", summary.RepeatScores.Select(Score)));
        }
    }

    /// <summary>Tokens and seconds per answer, where known.</summary>
    public static IEnumerable<(string Name, Distribution Values)> Distributions(EvaluationSummary summary)
    {
        var answered = summary.Results.Where(result => !result.Failed).ToArray();
        (string, Distribution?)[] all =
        [
            ("tokens of a prompt",
                Distribution.Of(answered.Where(result => result.InputTokens is not null).Select(result => (double)result.InputTokens!))),
            ("tokens of an answer",
                Distribution.Of(answered.Where(result => result.OutputTokens is not null).Select(result => (double)result.OutputTokens!))),
            ("seconds an answer", Distribution.Of(answered.Select(result => result.Seconds))),
        ];
        return all.Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!));
    }

    /// <summary>The answers that are not fully right.</summary>
    public static IEnumerable<ItemResult> Failures(EvaluationSummary summary) =>
        summary.Results.Where(result => result.Failed || result.Score < 1);
}
