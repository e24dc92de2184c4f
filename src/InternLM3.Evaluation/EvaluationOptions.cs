using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation;

/// <summary>How a benchmark is run. Immutable; may be shared.</summary>
public sealed record EvaluationOptions
{
    private const int DefaultLength = 4096;

    /// <summary>What names the model in reports and in the settings. Default: what the client says of itself.</summary>
    public string? Model { get; init; }

    /// <summary>How long the model thinks first; null for not at all.</summary>
    public ReasoningEffort? Thinking { get; init; }

    /// <summary>Whether the model is offered functions, by benchmarks that have some.</summary>
    public bool Tools { get; init; }

    /// <summary>The first so many questions; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How often each question is asked; more than once needs a <see cref="Temperature"/> above 0.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>What questions are drawn and answers sampled with; each question and repeat gets a seed of its own from it.</summary>
    public long Seed { get; init; }

    /// <summary>0, the default and OpenCompass' setting, always takes the most likely token.</summary>
    public float Temperature { get; init; }

    /// <summary>The most tokens of an answer. Default: what the client gives when nothing is said.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Examples in front of each question. Default: the card's setting.</summary>
    public int? FewShot { get; init; }

    /// <summary>Tokens of generated texts, for benchmarks that take a length (needle). Default 4,096.</summary>
    public int Length { get; init; } = DefaultLength;

    /// <summary>Questions asked at the same time. Default 8. Does not change what is answered.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The longest one question may take; one that takes longer counts as wrong. Default 30 minutes.</summary>
    public TimeSpan ItemTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Failures in a row (a server that is gone, for example) after which the run ends, to be resumed. Default 8.</summary>
    public int MaxConsecutiveFailures { get; init; } = 8;

    /// <summary>A model that judges answers where OpenCompass has one judge; null for rules. Stays the caller's to dispose.</summary>
    public IChatClient? Judge { get; init; }

    /// <summary>
    /// Runs a program a model wrote, in a sandbox of the caller's, and says whether it passed its tests. Null, the default, runs nothing:
    /// programs are collected for the benchmark's own harness.
    /// </summary>
    public Func<CodeSample, CancellationToken, Task<bool>>? Sandbox { get; init; }

    /// <summary>Counts tokens for generated texts; null for four characters a token.</summary>
    public Func<string, int>? CountTokens { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses values that cannot work, by name.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range, or the benchmark cannot follow it.</exception>
    public void Validate(EvaluationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Require(Limit is null or > 0, nameof(Limit), $"must be at least 1 and is {Limit}.");
        Require(Repeats > 0, nameof(Repeats), $"must be at least 1 and is {Repeats}.");
        Require(Repeats == 1 || Temperature > 0, nameof(Repeats), "repeats of a greedy answer are all the same; set a Temperature above 0.");
        Require(Temperature is >= 0 and <= 2, nameof(Temperature), $"must be between 0 and 2 and is {Temperature}.");
        Require(MaxOutputTokens is null or > 0, nameof(MaxOutputTokens), $"must be at least 1 and is {MaxOutputTokens}.");
        Require(FewShot is null or >= 0, nameof(FewShot), $"must be at least 0 and is {FewShot}.");
        Require(FewShot is null or 0 || task.TakesExamples, nameof(FewShot), $"{task.Title} shows no examples.");
        Require(Length is >= 64 and <= 1_048_576, nameof(Length), $"must be between 64 and 1,048,576 and is {Length}.");
        Require(Length == DefaultLength || task.TakesLength, nameof(Length), $"{task.Title} generates no texts of a length; leave it out.");
        Require(Concurrency > 0, nameof(Concurrency), $"must be at least 1 and is {Concurrency}.");
        Require(ItemTimeout > TimeSpan.Zero && ItemTimeout < TimeSpan.FromDays(24), nameof(ItemTimeout), $"must be above 0 and below 24 days and is {ItemTimeout}.");
        Require(MaxConsecutiveFailures > 0, nameof(MaxConsecutiveFailures), $"must be at least 1 and is {MaxConsecutiveFailures}.");
        Require(!Tools || task.HasTools, nameof(Tools), $"{task.Title} has none.");
        Require(!Tools || Thinking is null, nameof(Tools), "go with the normal mode; leave Thinking out.");
    }

    private static void Require(bool fine, string option, string problem)
    {
        if (!fine)
        {
            throw new UnsupportedOptionException(option, problem);
        }
    }
}
