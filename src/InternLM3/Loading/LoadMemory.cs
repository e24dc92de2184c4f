using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;

namespace InternLM3.Loading;

/// <summary>What a load takes: the weights once, which ONNX Runtime maps or copies, what it widens, keys and values, and the process itself.</summary>
/// <param name="Weights">Bytes of the weights' file.</param>
/// <param name="Widened">Bytes that are added because fp16 weights are computed with in fp32 on the CPU.</param>
/// <param name="KeyValues">Keys and values.</param>
internal sealed record LoadMemory(long Weights, long Widened, KeyValueMemory KeyValues)
{
    // The runtime, the tokenizer, activations of a prefill chunk and logits: an int4 model of 4.7 GB had 5.2 GB resident after a short answer.
    private const long Process = 500_000_000;

    /// <summary>The most a load takes before any token is computed.</summary>
    public long AtLoad => Weights + Widened + Process;

    /// <summary>With one sequence as long as the context.</summary>
    public long WithOneSequence => AtLoad + KeyValues.BytesPerSequence;

    /// <summary>With every sequence as long as the context.</summary>
    public long Full => AtLoad + KeyValues.TotalBytes;

    /// <summary>Computes it for weights of so many bytes.</summary>
    /// <exception cref="InternLM3Exception">Keys and values alone do not fit.</exception>
    public static LoadMemory Of(ModelConfig config, InternLM3Options options, int contextLength, long weights, bool half) => new(
        weights,
        half ? 2 * weights : 0,
        KeyValueMemory.Plan(config, contextLength, options.MaxConcurrentSequences, options.KeyValueMemoryBudget, half ? sizeof(ushort) : sizeof(float)));

    /// <summary>Whether a plan computes in fp16.</summary>
    public static bool IsHalf(string target, string precision) =>
        target == ConversionPlan.NameOf(ConversionTarget.Cuda) || precision == ConversionPlan.NameOf(WeightPrecision.Fp16);

    /// <summary>Refuses what cannot fit before the system ends the process.</summary>
    /// <param name="limit">The most bytes this process may use.</param>
    /// <exception cref="InternLM3Exception">It does not fit.</exception>
    public void Require(long limit)
    {
        if (WithOneSequence > limit)
        {
            throw new InternLM3Exception(FormattableString.Invariant(
                $"The model takes {AtLoad / 1e9:0.0} GB and one context of {KeyValues.ContextLength} tokens {KeyValues.BytesPerSequence / 1e9:0.0} GB, and this process may use {limit / 1e9:0.0} GB: lower ContextLength, convert to int4, or use a machine with more memory."));
        }
    }
}
