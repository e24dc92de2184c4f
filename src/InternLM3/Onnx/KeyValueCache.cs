using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// Keys and values of every layer, [slot][key/value head][capacity][head dimension], bound to the graph as past and as present at
/// once, so that appending writes in place and rewinding is a smaller length.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly NativeBuffer<float>[] _buffers;

    public KeyValueCache(ModelConfig config, int slots, int capacity)
    {
        Names = [.. Enumerable.Range(0, config.LayerCount).SelectMany(layer => (string[])[$"{layer}.key", $"{layer}.value"])];
        _buffers = [.. Names.Select(_ => new NativeBuffer<float>(slots, config.KeyValueHeadCount, capacity, config.HeadDimension))];
    }

    /// <summary>The tensors' names without their <c>past_key_values.</c> or <c>present.</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Bytes one token of one sequence takes, fp32: 2 x layers x key/value heads x head dimension x 4.</summary>
    public static long BytesPerToken(ModelConfig config) =>
        2L * config.LayerCount * config.KeyValueHeadCount * config.HeadDimension * sizeof(float);

    /// <summary>Binds the cache as past and present of a step.</summary>
    public void Bind(OrtIoBinding binding)
    {
        for (var i = 0; i < _buffers.Length; i++)
        {
            binding.BindInput($"past_key_values.{Names[i]}", _buffers[i].Value);
            binding.BindOutput($"present.{Names[i]}", _buffers[i].Value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _buffers)
        {
            buffer.Dispose();
        }
    }
}
