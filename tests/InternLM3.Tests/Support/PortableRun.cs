using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Tests.Support;

/// <summary>Runs model.onnx as other runtimes do without shared buffers: a mask, and caches that grow by what was appended.</summary>
public sealed class PortableRun : IDisposable
{
    private readonly InferenceSession _session;
    private readonly int _vocabulary;
    private Dictionary<string, NamedOnnxValue> _past = [];

    /// <summary>Loads the graph, with empty caches for so many sequences.</summary>
    public PortableRun(string modelFolder, int batch = 1)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        _session = new InferenceSession(Path.Combine(modelFolder, "model.onnx"), options);
        var config = ModelConfig.Load(modelFolder);
        _vocabulary = config.VocabularySize;
        int[] shape = [batch, config.KeyValueHeadCount, 0, config.HeadDimension];
        foreach (var (name, input) in _session.InputMetadata.Where(input => input.Key.StartsWith("past_key_values.", StringComparison.Ordinal)))
        {
            _past[name] = input.ElementDataType == TensorElementType.Float16
                ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<Float16>(shape))
                : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape));
        }
    }

    public InferenceSession Session => _session;

    /// <summary>Appends a row of tokens to each sequence and gives each one's logits.</summary>
    /// <param name="tokens">[batch][sequence].</param>
    /// <param name="mask">[batch][past and new].</param>
    public float[][] Append(int[][] tokens, int[][] mask)
    {
        NamedOnnxValue[] inputs =
        [
            NamedOnnxValue.CreateFromTensor("input_ids", Matrix(tokens)),
            NamedOnnxValue.CreateFromTensor("attention_mask", Matrix(mask)),
            .. _past.Values,
        ];
        using var results = _session.Run(inputs);
        _past = results.Where(result => result.Name.StartsWith("present.", StringComparison.Ordinal)).ToDictionary(
            result => "past_key_values." + result.Name["present.".Length..],
            result => result.ElementType == TensorElementType.Float16
                ? NamedOnnxValue.CreateFromTensor("past_key_values." + result.Name["present.".Length..], result.AsTensor<Float16>().Clone())
                : NamedOnnxValue.CreateFromTensor("past_key_values." + result.Name["present.".Length..], result.AsTensor<float>().Clone()));
        var logits = results.Single(result => result.Name == "logits").AsTensor<float>();
        Assert.Equal([tokens.Length, 1, _vocabulary], logits.Dimensions.ToArray());
        return [.. logits.ToArray().Chunk(_vocabulary)];
    }

    public void Dispose() => _session.Dispose();

    private static DenseTensor<long> Matrix(int[][] rows) => new(rows.SelectMany(row => row).Select(number => (long)number).ToArray(), [rows.Length, rows[0].Length]);
}
