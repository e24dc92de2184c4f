using System.Globalization;

namespace InternLM3.Evaluation.Grading;

/// <summary>Computes DROP's exact match and F1, by the rules of its official evaluation.</summary>
/// <remarks>
/// Tokens are cut at spaces and hyphens and put into lower case, without punctuation and articles; equal numbers get one spelling. Spans
/// are sets of tokens, assigned to each other so that the sum of F1 is largest; a span that shares none of the gold span's numbers scores
/// 0. Source: Dua et al. 2019, "DROP", and the evaluation published with it.
/// </remarks>
internal static class DropScore
{
    /// <summary>Scores an answer against the accepted answers; the best score counts for each measure.</summary>
    /// <returns>Both from 0 to 1; F1 is rounded to two places, as in the official evaluation.</returns>
    public static (double ExactMatch, double F1) Score(string prediction, IReadOnlyList<string> golds)
    {
        var (exact, f1) = (0.0, 0.0);
        foreach (var gold in golds)
        {
            var score = gold.AsSpan().Trim().IsEmpty ? default : ScoreSpans([prediction], [gold]);
            (exact, f1) = (Math.Max(exact, score.ExactMatch), Math.Max(f1, score.F1));
        }

        return (exact, f1);
    }

    /// <summary>Scores the spans of one answer against the spans of one gold answer.</summary>
    public static (double ExactMatch, double F1) ScoreSpans(IReadOnlyList<string> prediction, IReadOnlyList<string> gold)
    {
        var (predicted, wanted) = (prediction.Select(Normalize).ToArray(), gold.Select(Normalize).ToArray());
        var exact = predicted.Length == wanted.Length && predicted.ToHashSet(StringComparer.Ordinal).SetEquals(wanted);
        var size = Math.Max(predicted.Length, wanted.Length);
        if (size == 0)
        {
            return (exact ? 1 : 0, 0);
        }

        var (left, right) = (wanted.Select(Bag).ToArray(), predicted.Select(Bag).ToArray());
        var scores = new double[size, size];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                scores[i, j] = NumbersAgree(left[i], right[j]) ? F1(left[i], right[j]) : 0;
            }
        }

        return (exact ? 1 : 0, Math.Round(Assignment.Best(scores) / size, 2, MidpointRounding.ToEven));
    }

    internal static string Normalize(string text) => string.Join(' ', text.Split([' ', '-', '\t', '\n', '\r'])
        .Select(token => NormalizeToken(token.ToLowerInvariant())).Where(token => token.Length > 0));

    private static string NormalizeToken(string token)
    {
        token = IsNumber(token, out _) ? token : string.Concat(token.Where(c => c > 127 || !char.IsPunctuation(c) && !char.IsSymbol(c)));
        return IsNumber(token, out var number) ? number.ToString("R", CultureInfo.InvariantCulture)
            : token is "a" or "an" or "the" ? ""
            : token;
    }

    private static HashSet<string> Bag(string normalized) =>
        new(normalized.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static bool NumbersAgree(HashSet<string> gold, HashSet<string> prediction)
    {
        var numbers = gold.Where(token => IsNumber(token, out _)).ToArray();
        return numbers.Length == 0 || Array.Exists(numbers, prediction.Contains);
    }

    private static double F1(HashSet<string> gold, HashSet<string> prediction)
    {
        double shared = gold.Count(prediction.Contains);
        var precision = prediction.Count == 0 ? 1 : shared / prediction.Count;
        var recall = gold.Count == 0 ? 1 : shared / gold.Count;
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static bool IsNumber(string token, out double number) =>
        double.TryParse(
            token,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out number);
}
