using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Benchmarks.Raw;

/// <summary>One shape of step: its arrays, bound once and filled in place.</summary>
internal sealed class RawStep : IDisposable
{
    private readonly long[] _ids;
    private readonly int[] _last;
    private readonly int[] _total = new int[1];
    private readonly float[] _logits;
    private readonly int _tokens;
    private readonly int _rows;
    private readonly OrtIoBinding _binding;
    private readonly List<OrtValue> _values = [];

    public RawStep(InferenceSession session, int batch, int tokens, int rows, int vocabulary)
    {
        (_tokens, _rows) = (tokens, rows);
        Ids = new int[batch * tokens];
        (_ids, _last, _logits) = (new long[batch * tokens], new int[batch], new float[Math.Max(1, rows * vocabulary)]);

        // The last token of each sequence, in the flattened batch.
        var wanted = Enumerable.Range(0, rows).Select(row => ((row + 1L) * tokens) - 1).ToArray();
        _binding = session.CreateIoBinding();
        _binding.BindInput("input_ids", Keep(OrtValue.CreateTensorValueFromMemory(_ids, [batch, tokens])));
        _binding.BindInput("seqlens_k", Keep(OrtValue.CreateTensorValueFromMemory(_last, [batch])));
        _binding.BindInput("total_sequence_length", Keep(OrtValue.CreateTensorValueFromMemory(_total, [])));
        _binding.BindInput("logits_rows", Keep(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, wanted.AsMemory(), [rows])));
        _binding.BindOutput("logits", Keep(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _logits.AsMemory(0, rows * vocabulary), [rows, vocabulary])));
    }

    /// <summary>The tokens of the next run.</summary>
    public int[] Ids { get; }

    /// <summary>Binds an input that stays the caller's.</summary>
    public void Bind(string name, OrtValue value) => _binding.BindInput(name, value);

    /// <summary>Binds a part of the cache as past and present.</summary>
    public void BindCache(string name, OrtValue value)
    {
        _binding.BindInput($"past_key_values.{name}", Keep(value));
        _binding.BindOutput($"present.{name}", value);
    }

    /// <summary>Runs after sequences of some lengths; gives the rows of logits.</summary>
    public ReadOnlySpan<float> Run(InferenceSession session, RunOptions options, ReadOnlySpan<int> lengths)
    {
        for (var i = 0; i < Ids.Length; i++)
        {
            _ids[i] = Ids[i];
        }

        _total[0] = 0;
        for (var i = 0; i < _last.Length; i++)
        {
            _last[i] = lengths[i] + _tokens - 1;
            _total[0] = Math.Max(_total[0], _last[i] + 1);
        }

        session.RunWithBinding(options, _binding);
        return _rows == 0 ? [] : _logits;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _values.ForEach(value => value.Dispose());
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
