using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// The inputs and outputs of one shape of step on its slots, bound once; the buffers are filled in place before each run, so that a step
/// allocates nothing.
/// </summary>
internal sealed class StepBinding : IDisposable
{
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _views;
    private readonly OrtValue[] _cacheViews;
    private readonly (string Name, OrtValue Value)[] _inputs;
    private readonly bool _bindsEachRun;
    private RopeTable? _rope;

    /// <param name="session">The session to bind to.</param>
    /// <param name="cache">The cache the step appends to.</param>
    /// <param name="buffers">The buffers of the inputs and of the logits.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="vocabularySize">Width of a row.</param>
    public StepBinding(InferenceSession session, KeyValueCache cache, StepBuffers buffers, StepShape shape, int vocabularySize)
    {
        var ids = buffers.Ids.View(0, shape.Batch, shape.Tokens);
        var lastPositions = buffers.LastPositions.View(0, shape.Batch);
        var rows = buffers.Rows.View(0, shape.Rows);
        var logits = buffers.Logits.View(0, shape.Rows, vocabularySize);
        _views = [ids, lastPositions, rows, logits];
        _binding = session.CreateIoBinding();
        _inputs =
        [
            ("input_ids", ids),
            ("seqlens_k", lastPositions),
            ("total_sequence_length", buffers.TotalLength.Value),
            ("logits_rows", rows),
        ];
        _bindsEachRun = !cache.ReadsHostInPlace;
        if (!_bindsEachRun)
        {
            BindInputs();
        }

        // On the host wherever the graph computes: of a step on a GPU the rows of logits that were asked for come back, and nothing else.
        _binding.BindOutput("logits", logits);
        _cacheViews = cache.Bind(_binding, shape.Slot, shape.Batch);
    }

    /// <summary>Runs the step on what the buffers hold.</summary>
    public void Run(InferenceSession session, RunOptions options, RopeTable rope)
    {
        if (!ReferenceEquals(rope, _rope))
        {
            _binding.BindInput("cos_cache", rope.Cos.Value);
            _binding.BindInput("sin_cache", rope.Sin.Value);
            _rope = rope;
        }

        if (_bindsEachRun)
        {
            BindInputs();
        }

        session.RunWithBinding(options, _binding);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        foreach (var view in _views)
        {
            view.Dispose();
        }

        foreach (var view in _cacheViews)
        {
            view.Dispose();
        }
    }

    private void BindInputs()
    {
        foreach (var (name, value) in _inputs)
        {
            _binding.BindInput(name, value);
        }
    }
}
