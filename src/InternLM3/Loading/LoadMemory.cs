using System.Globalization;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Generation;

namespace InternLM3.Loading;

/// <summary>
/// The memory a load takes: the weights once, which ONNX Runtime maps or copies, fp16 weights widened to fp32, keys and values, and the
/// process itself.
/// </summary>
/// <param name="Weights">Bytes of the weights' file.</param>
/// <param name="Widened">Bytes that are added because fp16 weights are computed with in fp32 on the CPU.</param>
/// <param name="KeyValues">The memory of keys and values.</param>
internal sealed record LoadMemory(long Weights, long Widened, KeyValueMemory KeyValues)
{
    // The runtime, the tokenizer, activations of a prefill chunk and logits: an int4 model of 4.7 GB had 5.2 GB resident after a short
    // answer.
    private const long Process = 500_000_000;

    /// <summary>The most bytes a load takes before any token is computed.</summary>
    public long AtLoad => Weights + Widened + Process;

    /// <summary>Bytes with one sequence as long as the context.</summary>
    public long WithOneSequence => AtLoad + KeyValues.BytesPerSequence;

    /// <summary>Bytes with every sequence as long as the context.</summary>
    public long Full => AtLoad + KeyValues.TotalBytes;

    /// <summary>Computes the memory of a model with so many bytes of weights.</summary>
    /// <exception cref="InternLM3Exception">Keys and values alone do not fit.</exception>
    public static LoadMemory Of(ModelConfig config, InternLM3Options options, int contextLength, long weights, bool half) => new(
        weights,
        half ? 2 * weights : 0,
        KeyValueMemory.Plan(
            config,
            contextLength,
            options.MaxConcurrentSequences,
            options.KeyValueMemoryBudget,
            half ? sizeof(ushort) : sizeof(float)));

    /// <summary>Whether a plan computes in fp16.</summary>
    public static bool IsHalf(string target, string precision) =>
        target == ConversionPlan.NameOf(ConversionTarget.Cuda) || precision == ConversionPlan.NameOf(WeightPrecision.Fp16);

    /// <summary>Throws when the model cannot fit, before the system ends the process for it.</summary>
    /// <param name="limit">The most bytes this process may use.</param>
    /// <exception cref="InternLM3Exception">It does not fit.</exception>
    public void Require(long limit)
    {
        if (WithOneSequence > limit)
        {
            throw new InternLM3Exception(string.Create(
                CultureInfo.InvariantCulture,
                $"The model takes {AtLoad / 1e9:0.0} GB and one context of {KeyValues.ContextLength} tokens "
                + $"{KeyValues.BytesPerSequence / 1e9:0.0} GB, and this process may use {limit / 1e9:0.0} GB: "
                + $"lower ContextLength, convert to int4, or use a machine with more memory."));
        }
    }
}
