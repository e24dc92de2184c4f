using InternLM3.Evaluation.Data;

namespace InternLM3.Evaluation;

/// <summary>What a benchmark makes its questions from. Immutable.</summary>
public sealed record TaskInput
{
    /// <summary>The rows of the data; empty for a benchmark that generates its questions.</summary>
    public IReadOnlyList<DataRow> Rows { get; init; } = [];

    /// <summary>Rows of the same form with answers that may be shown: the development or training split.</summary>
    public IReadOnlyList<DataRow> Examples { get; init; } = [];

    /// <summary>Examples in front of each question.</summary>
    public int FewShot { get; init; }

    /// <summary>What generated questions are drawn with.</summary>
    public long Seed { get; init; }

    /// <summary>How many questions to generate, for a benchmark that does.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether the model thinks first, where that changes the question.</summary>
    public bool Thinking { get; init; }

    /// <summary>Whether functions are offered, by benchmarks that have some.</summary>
    public bool Tools { get; init; }

    /// <summary>Tokens of the text, for benchmarks that generate texts of a length.</summary>
    public int Length { get; init; } = 4096;

    /// <summary>Counts the tokens of a text. Default: four characters make one.</summary>
    public Func<string, int> CountTokens { get; init; } = text => (text.Length + 3) / 4;
}
