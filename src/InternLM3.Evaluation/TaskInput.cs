using InternLM3.Evaluation.Data;

namespace InternLM3.Evaluation;

/// <summary>The input from which a benchmark creates its questions. Immutable.</summary>
public sealed record TaskInput
{
    /// <summary>The rows of the data; empty for a benchmark that generates its questions.</summary>
    public IReadOnlyList<DataRow> Rows { get; init; } = [];

    /// <summary>Rows of the same form to take examples from: the development or training split.</summary>
    public IReadOnlyList<DataRow> Examples { get; init; } = [];

    /// <summary>The number of examples in front of each question.</summary>
    public int FewShot { get; init; }

    /// <summary>The seed for generated questions.</summary>
    public long Seed { get; init; }

    /// <summary>The number of questions to generate, for a benchmark that generates them; null for its default.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether thinking mode is on, for benchmarks whose prompt depends on it.</summary>
    public bool Thinking { get; init; }

    /// <summary>Whether to offer the benchmark's functions.</summary>
    public bool Tools { get; init; }

    /// <summary>The length of the text in tokens, for benchmarks that take one.</summary>
    public int Length { get; init; } = 4096;

    /// <summary>Counts the tokens of a text. Default: four characters are one token.</summary>
    public Func<string, int> CountTokens { get; init; } = text => (text.Length + 3) / 4;
}
