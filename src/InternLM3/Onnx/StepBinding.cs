using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// The inputs and outputs of one shape of step, bound once and filled in place before each run, so that a step allocates nothing.
/// </summary>
internal sealed class StepBinding : IDisposable
{
    private readonly NativeBuffer<long> _ids;
    private readonly NativeBuffer<int> _lastPosition = new(1);
    private readonly NativeBuffer<int> _totalLength = new();
    private readonly NativeBuffer<long> _rows;
    private readonly NativeBuffer<float> _logits;
    private readonly OrtIoBinding _binding;
    private RopeTable? _rope;

    /// <param name="session">The session to bind to.</param>
    /// <param name="cache">The cache the step appends to.</param>
    /// <param name="tokens">Tokens a run appends.</param>
    /// <param name="rows">Rows of logits a run gives, for the last so many tokens.</param>
    /// <param name="vocabularySize">Width of a row.</param>
    public StepBinding(InferenceSession session, KeyValueCache cache, int tokens, int rows, int vocabularySize)
    {
        _ids = new NativeBuffer<long>(1, tokens);
        _rows = new NativeBuffer<long>(rows);
        _logits = new NativeBuffer<float>(rows, vocabularySize);
        for (var i = 0; i < rows; i++)
        {
            _rows.Span[i] = tokens - rows + i;
        }

        _binding = session.CreateIoBinding();
        _binding.BindInput("input_ids", _ids.Value);
        _binding.BindInput("seqlens_k", _lastPosition.Value);
        _binding.BindInput("total_sequence_length", _totalLength.Value);
        _binding.BindInput("logits_rows", _rows.Value);
        _binding.BindOutput("logits", _logits.Value);
        cache.Bind(_binding);
    }

    /// <summary>Appends tokens after <paramref name="past"/> others and gives the rows of logits.</summary>
    public Span<float> Run(InferenceSession session, RunOptions options, RopeTable rope, scoped ReadOnlySpan<int> tokens, int past)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            _ids.Span[i] = tokens[i];
        }

        _lastPosition.Span[0] = past + tokens.Length - 1;
        _totalLength.Span[0] = past + tokens.Length;
        if (!ReferenceEquals(rope, _rope))
        {
            _binding.BindInput("cos_cache", rope.Cos.Value);
            _binding.BindInput("sin_cache", rope.Sin.Value);
            _rope = rope;
        }

        session.RunWithBinding(options, _binding);
        return _logits.Span;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _ids.Dispose();
        _lastPosition.Dispose();
        _totalLength.Dispose();
        _rows.Dispose();
        _logits.Dispose();
    }
}
