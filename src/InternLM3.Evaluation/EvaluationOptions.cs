using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation;

/// <summary>How a benchmark is run. Immutable; may be shared.</summary>
public sealed record EvaluationOptions
{
    private const int DefaultLength = 4096;

    /// <summary>The model's name in reports and in the settings. Default: the client's model id.</summary>
    public string? Model { get; init; }

    /// <summary>The effort of thinking mode; null for normal mode.</summary>
    public ReasoningEffort? Thinking { get; init; }

    /// <summary>Whether to offer the benchmark's functions to the model.</summary>
    public bool Tools { get; init; }

    /// <summary>The number of questions, taken from the start; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How often each question is asked; more than once needs a <see cref="Temperature"/> above 0.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The seed for generating questions and sampling answers; each question and repeat derives its own seed from it.</summary>
    public long Seed { get; init; }

    /// <summary>The sampling temperature. 0, the default and OpenCompass' setting, always takes the most likely token.</summary>
    public float Temperature { get; init; }

    /// <summary>The most tokens of an answer; null for the client's default.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>
    /// The number of examples in front of each question; null for the benchmark's own number when examples are given, else 0.
    /// </summary>
    public int? FewShot { get; init; }

    /// <summary>The length of generated texts in tokens, for benchmarks that take one (needle). Default 4,096.</summary>
    public int Length { get; init; } = DefaultLength;

    /// <summary>The number of questions asked at the same time. Default 8. It does not change the answers.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>The time limit of one question; an answer that takes longer counts as wrong. Default 30 minutes.</summary>
    public TimeSpan ItemTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The number of consecutive failures (of an unreachable server, for example) after which the run ends; it can be resumed. Default 8.
    /// </summary>
    public int MaxConsecutiveFailures { get; init; } = 8;

    /// <summary>
    /// The judge for benchmarks that OpenCompass grades with a model; null to grade by rules. It stays the caller's to dispose.
    /// </summary>
    public IChatClient? Judge { get; init; }

    /// <summary>
    /// Runs a program written by a model in the caller's sandbox, and returns whether it passed its tests. With null, the default, nothing
    /// is run: programs are collected for the benchmark's own harness.
    /// </summary>
    public Func<CodeSample, CancellationToken, Task<bool>>? Sandbox { get; init; }

    /// <summary>Counts tokens for generated texts; null to count four characters as a token.</summary>
    public Func<string, int>? CountTokens { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks the values for a benchmark.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range, or the benchmark does not support it.</exception>
    public void Validate(EvaluationTask task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Require(Limit is null or > 0, nameof(Limit), $"must be at least 1 and is {Limit}.");
        Require(Repeats > 0, nameof(Repeats), $"must be at least 1 and is {Repeats}.");
        Require(
            Repeats == 1 || Temperature > 0,
            nameof(Repeats),
            "repeats of a greedy answer are all the same; set a Temperature above 0.");
        Require(Temperature is >= 0 and <= 2, nameof(Temperature), $"must be between 0 and 2 and is {Temperature}.");
        Require(MaxOutputTokens is null or > 0, nameof(MaxOutputTokens), $"must be at least 1 and is {MaxOutputTokens}.");
        Require(FewShot is null or >= 0, nameof(FewShot), $"must be at least 0 and is {FewShot}.");
        Require(FewShot is null or 0 || task.TakesExamples, nameof(FewShot), $"{task.Title} shows no examples.");
        Require(Length is >= 64 and <= 1_048_576, nameof(Length), $"must be between 64 and 1,048,576 and is {Length}.");
        Require(Length == DefaultLength || task.TakesLength, nameof(Length), $"{task.Title} generates no texts of a length; leave it out.");
        Require(Concurrency > 0, nameof(Concurrency), $"must be at least 1 and is {Concurrency}.");
        Require(
            ItemTimeout > TimeSpan.Zero && ItemTimeout < TimeSpan.FromDays(24),
            nameof(ItemTimeout),
            $"must be above 0 and below 24 days and is {ItemTimeout}.");
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
