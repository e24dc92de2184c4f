using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Tests.Support;

/// <summary>Runs engine.onnx the plain way: every input a new tensor, caches copied from call to call, nothing bound.</summary>
public sealed class EngineRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly ModelConfig _config;
    private readonly int _capacity;
    private readonly DenseTensor<float> _cosines;
    private readonly DenseTensor<float> _sines;
    private readonly Dictionary<string, NamedOnnxValue> _past = [];
    private int _length;

    /// <summary>Loads the graph, with an empty cache for so many positions.</summary>
    public EngineRun(string modelFolder, int capacity = 64)
    {
        // One thread: the models of tests are too small to share, and threads that spin for work slow a busy machine down.
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        _session = new InferenceSession(Path.Combine(modelFolder, "engine.onnx"), options);
        _config = ModelConfig.Load(modelFolder);
        _capacity = capacity;
        var half = _config.HeadDimension / 2;
        _cosines = new DenseTensor<float>([capacity, half]);
        _sines = new DenseTensor<float>([capacity, half]);
        for (var position = 0; position < capacity; position++)
        {
            for (var i = 0; i < half; i++)
            {
                var angle = position * Math.Pow(_config.RopeTheta, -2.0 * i / _config.HeadDimension);
                _cosines[position, i] = (float)Math.Cos(angle);
                _sines[position, i] = (float)Math.Sin(angle);
            }
        }

        foreach (var name in _session.InputNames.Where(name => name.StartsWith("past_key_values.", StringComparison.Ordinal)))
        {
            int[] shape = [1, _config.KeyValueHeadCount, capacity, _config.HeadDimension];
            _past[name] = _session.InputMetadata[name].ElementDataType == TensorElementType.Float16
                ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<Float16>(shape))
                : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape));
        }
    }

    /// <summary>The loaded graph.</summary>
    public InferenceSession Session => _session;

    /// <summary>Appends tokens to the one sequence and gives logits for the rows named, [row][vocabulary].</summary>
    public float[][] Append(int[] tokens, params long[] rows)
    {
        _length += tokens.Length;
        var inputs = new List<NamedOnnxValue>
        {
            NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(Array.ConvertAll(tokens, token => (long)token), [1, tokens.Length])),
            NamedOnnxValue.CreateFromTensor("seqlens_k", new DenseTensor<int>(new[] { _length - 1 }, [1])),
            NamedOnnxValue.CreateFromTensor("total_sequence_length", new DenseTensor<int>(new[] { _length }, [])),
            NamedOnnxValue.CreateFromTensor("cos_cache", _cosines),
            NamedOnnxValue.CreateFromTensor("sin_cache", _sines),
            NamedOnnxValue.CreateFromTensor("logits_rows", new DenseTensor<long>(rows, [rows.Length])),
        };
        inputs.AddRange(_past.Values);
        using var results = _session.Run(inputs);
        foreach (var result in results.Where(result => result.Name.StartsWith("present.", StringComparison.Ordinal)))
        {
            var name = "past_key_values." + result.Name["present.".Length..];
            _past[name] = result.ElementType == TensorElementType.Float16 ? Keep<Float16>(name, result) : Keep<float>(name, result);
        }

        var logits = results.Single(result => result.Name == "logits").AsTensor<float>();
        Assert.Equal([rows.Length, _config.VocabularySize], logits.Dimensions.ToArray());
        return [.. logits.ToArray().Chunk(_config.VocabularySize)];
    }

    public void Dispose() => _session.Dispose();

    private NamedOnnxValue Keep<T>(string name, DisposableNamedOnnxValue result)
    {
        var present = result.AsTensor<T>();
        Assert.Equal([1, _config.KeyValueHeadCount, _capacity, _config.HeadDimension], present.Dimensions.ToArray());
        return NamedOnnxValue.CreateFromTensor(name, present.Clone());
    }
}
