using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>DROP: questions about a passage (OpenCompass <c>drop_openai_simple_evals_gen_3857b0</c>).</summary>
internal static partial class Drop
{
    private const string End = "Think step by step, then write a line of the form \"Answer: $ANSWER\" at the end of your response.";

    public static EvaluationTask Task { get; } = new()
    {
        Name = "drop",
        Title = "DROP",
        Protocol = "simple-evals' prompt, with the first examples of --examples in it. What follows \"Answer:\" contains an accepted "
            + "answer, or is contained in it, without case, punctuation and articles; DROP's own exact match and F1 stand beside that.",
        Data = new(
            "simple-evals' dev.jsonl, or Hugging Face's validation split",
            null,
            ["context", "ref_text"],
            ["passage", "question", "answers_spans"]),
        TakesExamples = true,
        DefaultFewShot = 3,
        Card = new(83.1, "0-shot, its prompt embeds three examples"),
        CreateItems = input =>
        {
            var examples = string.Join("\n\n", input.Examples.Take(input.FewShot).Select(row => $"---\n{Passage(row)} {Golds(row)[0]}"));
            return input.Rows.Select((row, i) => Create(row, i, examples));
        },
    };

    private static EvaluationItem Create(DataRow row, int place, string examples)
    {
        var golds = Golds(row);
        const string Instruction = "You will be asked to read a passage and answer a question.";
        var head = examples.Length == 0
            ? Instruction
            : $"{Instruction} Some examples of passages and Q&A are provided below.\n\n# Examples\n{examples}";
        return new EvaluationItem
        {
            Id = (place + 1).ToString("00000", CultureInfo.InvariantCulture),
            Messages = [new ChatMessage(ChatRole.User, $"{head}\n\n# Your Task\n\n---\n{Passage(row)}\n\n{End}")],
            Gold = string.Join(" | ", golds),
            Question = Passage(row),
            Grade = answer => Grade(answer, golds),
        };
    }

    private static Verdict Grade(string answer, IReadOnlyList<string> golds)
    {
        var match = Answer.Match(answer);
        var extracted = match.Success ? match.Groups[1].Value : answer;
        var (exact, f1) = DropScore.Score(extracted, golds);
        return Verdict.Of(golds.Any(gold => IsFuzzyMatch(extracted, gold)), match.Success ? extracted : null) with
        {
            Measures = new Dictionary<string, Measure> { ["exact match"] = new(exact, 1), ["F1"] = new(f1, 1) },
        };
    }

    /// <summary>simple-evals' <c>fuzzy_match</c>.</summary>
    internal static bool IsFuzzyMatch(string one, string two)
    {
        (one, two) = (Normal(one), Normal(two));
        return one.Length == 0 || two.Length == 0
            ? one == two
            : one.Contains(two, StringComparison.Ordinal) || two.Contains(one, StringComparison.Ordinal);
    }

    private static string Normal(string text)
    {
        var plain = string.Concat(text.ToLowerInvariant().Where(c => !(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)))));
        return string.Join(' ', Article.Replace(plain, " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Passage(DataRow row) =>
        row.Has("context") ? row.Text("context") : $"Passage: {row.Text("passage")}\nQuestion: {row.Text("question")}\nAnswer:";

    private static string[] Golds(DataRow row) => row.Has("ref_text")
        ? row.Text("ref_text").Split('|')
        : row.Find("answers_spans") is { ValueKind: JsonValueKind.Object } answers && answers.TryGetProperty("spans", out var spans)
            && spans is { ValueKind: JsonValueKind.Array } && spans.GetArrayLength() > 0
            ? [.. spans.EnumerateArray().Select(span => span.GetString() ?? throw row.Wrong("answers_spans", "texts"))]
            : throw row.Wrong("answers_spans", "{\"spans\": [...]}");

    [GeneratedRegex(@"(?i)Answer\s*:\s*([^\n]+)")]
    private static partial Regex Answer { get; }

    [GeneratedRegex(@"\b(a|an|the)\b")]
    private static partial Regex Article { get; }
}
