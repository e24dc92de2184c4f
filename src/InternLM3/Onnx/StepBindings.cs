using InternLM3.Generation;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>The bindings made so far, by shape, and the buffers they share.</summary>
/// <remarks>
/// A binding costs some 40 KB of garbage, which is nothing beside a chunk of a prompt and too much for each token: those of single
/// tokens are kept apart from those of prompts, whose last chunks have any length.
/// </remarks>
/// <param name="session">The session to bind to.</param>
/// <param name="cache">The cache the steps append to.</param>
/// <param name="capabilities">The backend's.</param>
internal sealed class StepBindings(InferenceSession session, KeyValueCache cache, BackendCapabilities capabilities) : IDisposable
{
    private const int MaxKept = 128;

    private readonly Dictionary<StepShape, StepBinding> _single = [];
    private readonly Dictionary<StepShape, StepBinding> _several = [];

    /// <summary>The buffers that every step fills and reads.</summary>
    public StepBuffers Buffers { get; } = new(
        Math.Max(capabilities.ContextLength, capabilities.MaxSequences),
        capabilities.MaxSequences,
        capabilities.VocabularySize,
        capabilities.MaxSequences);

    /// <summary>The binding of a shape.</summary>
    public StepBinding For(StepShape shape)
    {
        if (shape.Rows > Buffers.MaxRows)
        {
            Clear(_single);
            Clear(_several);
            Buffers.Grow(shape.Rows);
        }

        var kept = shape.Tokens == 1 ? _single : _several;
        if (!kept.TryGetValue(shape, out var binding))
        {
            if (kept.Count == MaxKept)
            {
                Clear(kept);
            }

            binding = new StepBinding(session, cache, Buffers, shape, capabilities.VocabularySize);
            kept.Add(shape, binding);
        }

        return binding;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear(_single);
        Clear(_several);
        Buffers.Dispose();
    }

    private static void Clear(Dictionary<StepShape, StepBinding> bindings)
    {
        foreach (var binding in bindings.Values)
        {
            binding.Dispose();
        }

        bindings.Clear();
    }
}
