using System.Globalization;
using System.Text;
using InternLM3.Evaluation.Running;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks;

/// <summary>
/// Numbers hidden in a long generated text, after RULER's needle tasks (Hsieh et al., 2024): a single one, one among others, or several
/// with one name.
/// </summary>
internal static class Needle
{
    private const int Answer = 128, DefaultCount = 90, Distractors = 3, Values = 4;
    private static readonly string[] s_kinds = ["single", "among others", "several"];
    private static readonly string[] s_adjectives =
        ["green", "quiet", "old", "narrow", "bright", "heavy", "early", "distant", "gentle", "wooden"];
    private static readonly string[] s_nouns =
    [
        "river", "garden", "window", "market", "bridge", "mountain", "letter", "kitchen", "harbour", "forest", "clock", "teacher",
    ];
    private static readonly string[] s_verbs =
        ["stands behind", "was painted like", "reminds everyone of", "lies near", "is older than", "belongs to"];

    public static EvaluationTask Task { get; } = new()
    {
        Name = "needle",
        Title = "Needle (RULER style)",
        Protocol = "Numbers are hidden at all depths of a generated text of --length tokens; "
            + "the score is the share of the wanted numbers the answer holds, RULER's string match. "
            + "Not the card's RULER row, which is the mean of thirteen tasks over six lengths.",
        Score = "numbers found",
        TakesLength = true,
        CreateItems = input => Enumerable.Range(0, input.Limit ?? DefaultCount).Select(number => Create(input, number)),
    };

    private static EvaluationItem Create(TaskInput input, int number)
    {
        var (length, index) = (input.Length.ToString(CultureInfo.InvariantCulture), number.ToString(CultureInfo.InvariantCulture));
        var random = RandomSource.For(input.Seed, "needle", length, index);
        var kind = number % s_kinds.Length;
        var key = Key(random);
        string[] values = [.. Enumerable.Range(0, kind == 2 ? Values : 1).Select(_ => Value(random))];
        var needles = values.Select(value => Hide(key, value)).ToList();
        needles.AddRange(Enumerable.Range(0, kind == 1 ? Distractors : 0).Select(_ => Hide(Key(random), Value(random))));
        var question = kind == 2
            ? $"What are all the special magic numbers for {key} mentioned in the provided text?"
            : $"What is the special magic number for {key} mentioned in the provided text?";

        // The first needle goes through ten depths, from the beginning to the end; the others are at random depths.
        double[] depths = [.. needles.Select((_, i) => i == 0 ? number / s_kinds.Length % 10 / 9.0 : random.Next(0, 1000) / 1000.0)];
        return new EvaluationItem
        {
            Id = number.ToString("0000", CultureInfo.InvariantCulture),
            Category = s_kinds[kind],
            Messages = [new ChatMessage(ChatRole.User, Prompt(input, random, needles, depths, question))],
            Gold = string.Join(", ", values),
            Question = string.Create(CultureInfo.InvariantCulture, $"{question} (at {100 * depths[0]:0} % of {input.Length} tokens)"),
            Grade = answer =>
            {
                string[] found = [.. values.Where(value => answer.Contains(value, StringComparison.Ordinal))];
                return new Verdict((double)found.Length / values.Length, found.Length > 0 ? string.Join(", ", found) : null);
            },
        };
    }

    private static string Prompt(TaskInput input, RandomSource random, List<string> needles, double[] depths, string question)
    {
        const string Head = "Some special magic numbers are hidden within the following text. Make sure to memorize them. "
            + "I will quiz you about the numbers afterwards.\n";
        var sentences = new List<string>();

        // The parts are counted one by one; joining them adds a few tokens at most, for which the room for the answer suffices.
        var left = input.Length - Answer - input.CountTokens(Head) - input.CountTokens(question) - needles.Sum(input.CountTokens);
        for (var sentence = Sentence(random); (left -= input.CountTokens(sentence)) >= 0; sentence = Sentence(random))
        {
            sentences.Add(sentence);
        }

        foreach (var (needle, depth) in needles.Zip(depths))
        {
            sentences.Insert((int)Math.Round(depth * sentences.Count), needle);
        }

        return new StringBuilder(Head).AppendJoin(' ', sentences).Append('\n').Append(question).ToString();
    }

    private static string Hide(string key, string value) => $"One of the special magic numbers for {key} is: {value}.";

    private static string Key(RandomSource random) =>
        $"{random.Pick<string>(s_adjectives)}-{random.Pick<string>(s_nouns)}-{random.Next(10, 99)}";

    private static string Value(RandomSource random) => random.Next(1_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);

    private static string Sentence(RandomSource random) =>
        $"The {random.Pick<string>(s_adjectives)} {random.Pick<string>(s_nouns)} {random.Pick<string>(s_verbs)} "
        + $"the {random.Pick<string>(s_adjectives)} {random.Pick<string>(s_nouns)}.";
}
