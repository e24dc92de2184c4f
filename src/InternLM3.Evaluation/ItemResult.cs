namespace InternLM3.Evaluation;

/// <summary>One answer to one question: a line of the result log.</summary>
public sealed record ItemResult
{
    /// <summary>The benchmark's name.</summary>
    public required string Task { get; init; }

    /// <summary>The question's id.</summary>
    public required string Item { get; init; }

    /// <summary>The index of the repeat, from 0.</summary>
    public required int Repeat { get; init; }

    /// <summary>The hash of the run's settings.</summary>
    public required string Settings { get; init; }

    /// <summary>The question's subject; empty when the benchmark has none.</summary>
    public string Category { get; init; } = "";

    /// <summary>The score, 0 to 1; null when it could not be graded here, or the answer failed.</summary>
    public double? Score { get; init; }

    /// <summary>Further figures, by name.</summary>
    public IReadOnlyDictionary<string, Measure>? Measures { get; init; }

    /// <summary>The final answer extracted from the output, or null.</summary>
    public string? Extracted { get; init; }

    /// <summary>The correct answer.</summary>
    public string Gold { get; init; } = "";

    /// <summary>The question's text, as shown in reports.</summary>
    public string Question { get; init; } = "";

    /// <summary>The model's whole output, including reasoning.</summary>
    public string Answer { get; init; } = "";

    /// <summary>The finish reason, <c>stop</c> or <c>length</c>; null when the answer did not finish.</summary>
    public string? Finish { get; init; }

    /// <summary>The number of prompt tokens, if the client reports it.</summary>
    public long? InputTokens { get; init; }

    /// <summary>The number of generated tokens, if the client reports it.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The time from the request to the end of the answer, in seconds; other answers are computed at the same time.</summary>
    public double Seconds { get; init; }

    /// <summary>The error message, or null.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// Whether the error says nothing about the model (a failed server, for example). The answer is then not in the score, and the question
    /// is asked again when the run is resumed.
    /// </summary>
    public bool Failed { get; init; }
}
