using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Onnx;

/// <summary>
/// Keys and values of every layer, [slot][key/value head][capacity][head dimension], bound to the graph as past and as present at
/// once, so that appending writes in place and rewinding is a smaller length. Their type, fp32 or fp16, is the graph's.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly IDisposable[] _buffers;
    private readonly OrtValue[] _values;

    public KeyValueCache(InferenceSession session, ModelConfig config, int slots, int capacity)
    {
        Names = [.. Enumerable.Range(0, config.LayerCount).SelectMany(layer => (string[])[$"{layer}.key", $"{layer}.value"])];
        var half = ElementSize(session) == sizeof(ushort);
        (_buffers, _values) = (new IDisposable[Names.Count], new OrtValue[Names.Count]);
        for (var i = 0; i < Names.Count; i++)
        {
            (_buffers[i], _values[i]) = half ? Allocate<Half>() : Allocate<float>();
        }

        (IDisposable, OrtValue) Allocate<T>()
            where T : unmanaged
        {
            var buffer = new NativeBuffer<T>(slots, config.KeyValueHeadCount, capacity, config.HeadDimension);
            return (buffer, buffer.Value);
        }
    }

    /// <summary>The tensors' names without their <c>past_key_values.</c> or <c>present.</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Bytes one token of one sequence takes: 2 x layers x key/value heads x head dimension x 4, or x 2 for a graph that computes in fp16.</summary>
    public static long BytesPerToken(InferenceSession session, ModelConfig config) =>
        2L * config.LayerCount * config.KeyValueHeadCount * config.HeadDimension * ElementSize(session);

    /// <summary>Binds the cache as past and present of a step.</summary>
    public void Bind(OrtIoBinding binding)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            binding.BindInput($"past_key_values.{Names[i]}", _values[i]);
            binding.BindOutput($"present.{Names[i]}", _values[i]);
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

    private static int ElementSize(InferenceSession session) =>
        session.InputMetadata["past_key_values.0.key"].ElementDataType == TensorElementType.Float16 ? sizeof(ushort) : sizeof(float);
}
