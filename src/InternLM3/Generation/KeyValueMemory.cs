using System.Globalization;
using InternLM3.Configuration;

namespace InternLM3.Generation;

/// <summary>
/// What the keys and values of an engine take: a token 2 x layers x key/value heads x head dimension x element size bytes (98,304 for
/// the 8B model in fp32), a sequence that times the context, all of it that times the sequences. It is reserved when the model loads and
/// becomes resident as tokens arrive in it, where the system commits memory by the page.
/// </summary>
public sealed record KeyValueMemory
{
    /// <summary>The most sequences that run together by default.</summary>
    public const int DefaultMaxSequences = 8;

    /// <summary>By default keys and values may take one part in so many of the memory this process may use.</summary>
    public const int DefaultShare = 4;

    /// <summary>Bytes of one token's keys and values in all layers.</summary>
    public required long BytesPerToken { get; init; }

    /// <summary>Tokens a sequence can hold.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Sequences that run together.</summary>
    public required int Sequences { get; init; }

    /// <summary>Bytes of a sequence as long as the context.</summary>
    public long BytesPerSequence => BytesPerToken * ContextLength;

    /// <summary>Bytes of all sequences.</summary>
    public long TotalBytes => BytesPerSequence * Sequences;

    /// <summary>
    /// Plans the memory of an engine, and refuses what cannot fit before the system refuses it or, worse, the machine swaps.
    /// </summary>
    /// <param name="config">The model's numbers.</param>
    /// <param name="contextLength">Tokens a sequence can hold.</param>
    /// <param name="sequences">
    /// Sequences that run together, or null for as many as fit in the budget, at least 1 and at most <see cref="DefaultMaxSequences"/>.
    /// </param>
    /// <param name="budget">
    /// Bytes that may be taken, or null: a quarter of the memory this process may use (the machine's, or its container's) decides how many
    /// sequences there are, and all of it is the limit.
    /// </param>
    /// <param name="elementSize">Bytes of one number: 4, or 2 for a graph that computes in fp16.</param>
    /// <exception cref="InternLM3Exception">It does not fit; the message gives the numbers.</exception>
    public static KeyValueMemory Plan(
        ModelConfig config, int contextLength, int? sequences = null, long? budget = null, int elementSize = sizeof(float)) =>
        Plan(config, contextLength, sequences, budget, elementSize, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>As the public overload, on a machine with <paramref name="available"/> bytes of memory.</summary>
    internal static KeyValueMemory Plan(
        ModelConfig config, int contextLength, int? sequences, long? budget, int elementSize, long available)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences ?? 1, 1, nameof(sequences));
        var perToken = 2L * config.LayerCount * config.KeyValueHeadCount * config.HeadDimension * elementSize;
        var plan = new KeyValueMemory
        {
            BytesPerToken = perToken,
            ContextLength = contextLength,
            Sequences = sequences
                ?? (int)Math.Clamp((budget ?? available / DefaultShare) / (perToken * contextLength), 1, DefaultMaxSequences),
        };
        var limit = Math.Min(budget ?? available, available);
        if (plan.TotalBytes <= limit)
        {
            return plan;
        }

        var allowance = limit < available ? "KeyValueMemoryBudget allows" : "this process may use";
        throw new InternLM3Exception(string.Create(
            CultureInfo.InvariantCulture,
            $"Keys and values for {plan.Sequences} sequences of {contextLength} tokens need {plan.TotalBytes / 1e9:0.00} GB and "
                + $"{allowance} {limit / 1e9:0.00} GB: lower ContextLength or MaxConcurrentSequences."));
    }
}
