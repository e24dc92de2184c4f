namespace InternLM3.Evaluation;

/// <summary>One question answered once, as a line of the result log has it.</summary>
public sealed record ItemResult
{
    /// <summary>The benchmark's name.</summary>
    public required string Task { get; init; }

    /// <summary>The question's id.</summary>
    public required string Item { get; init; }

    /// <summary>Which of the repeats, from 0.</summary>
    public required int Repeat { get; init; }

    /// <summary>The hash of the settings it was answered with.</summary>
    public required string Settings { get; init; }

    /// <summary>The subject; empty when there are none.</summary>
    public string Category { get; init; } = "";

    /// <summary>0 to 1; null when nothing could tell, or the answer failed.</summary>
    public double? Score { get; init; }

    /// <summary>Further figures, by name.</summary>
    public IReadOnlyDictionary<string, Measure>? Measures { get; init; }

    /// <summary>What was read out of the answer, or null.</summary>
    public string? Extracted { get; init; }

    /// <summary>The right answer.</summary>
    public string Gold { get; init; } = "";

    /// <summary>The question, as the last message asks it.</summary>
    public string Question { get; init; } = "";

    /// <summary>The model's whole output, reasoning included.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Why the answer ended: <c>stop</c>, <c>length</c>; null when it did not.</summary>
    public string? Finish { get; init; }

    /// <summary>Tokens of the prompts, where the model says.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens of the answers, where the model says.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>From the request to the end of the answer, in seconds; of answers computed together.</summary>
    public double Seconds { get; init; }

    /// <summary>The sentence that says what went wrong, or null.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the error says nothing about the model (a server that failed): not in the score, and asked again when the run is resumed.</summary>
    public bool Failed { get; init; }
}
