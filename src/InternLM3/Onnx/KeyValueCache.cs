using InternLM3.Configuration;
using InternLM3.Generation;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Onnx;

/// <summary>
/// Keys and values of every layer, [slot][key/value head][capacity][head dimension], bound to the graph as past and as present at
/// once, so that appending writes in place and rewinding is a smaller length. Their type, fp32 or fp16, is the graph's. Slots that
/// stand together are one batch: a view from the first of them.
/// </summary>
internal sealed unsafe class KeyValueCache : IDisposable
{
    private const int SwapBlock = 16 * 1024;

    private readonly NativeBuffer<byte>[] _buffers;
    private readonly string[] _names;
    private readonly TensorElementType _type;
    private readonly long _heads;
    private readonly long _capacity;
    private readonly long _width;
    private readonly long _bytesPerRow;

    public KeyValueCache(InferenceSession session, ModelConfig config, KeyValueMemory memory)
    {
        _names = [.. Enumerable.Range(0, config.LayerCount).SelectMany(layer => (string[])[$"{layer}.key", $"{layer}.value"])];
        _type = ElementType(session);
        (_heads, _capacity, _width) = (config.KeyValueHeadCount, memory.ContextLength, config.HeadDimension);
        _bytesPerRow = _width * ElementSize(session);
        _buffers = [.. _names.Select(_ => new NativeBuffer<byte>(memory.Sequences, _heads, _capacity, _bytesPerRow))];
    }

    /// <summary>Bytes of one number of the graph's keys and values.</summary>
    public static int ElementSize(InferenceSession session) => ElementType(session) == TensorElementType.Float16 ? sizeof(ushort) : sizeof(float);

    /// <summary>Binds a run of slots as past and present of a step.</summary>
    /// <returns>The views, which the caller disposes after the binding.</returns>
    public OrtValue[] Bind(OrtIoBinding binding, int first, int count)
    {
        var views = new OrtValue[_names.Length];
        for (var i = 0; i < views.Length; i++)
        {
            var stride = _heads * _capacity * _bytesPerRow;
            views[i] = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, _type, [count, _heads, _capacity, _width], _buffers[i].Address + (nint)(first * stride), count * stride);
            binding.BindInput($"past_key_values.{_names[i]}", views[i]);
            binding.BindOutput($"present.{_names[i]}", views[i]);
        }

        return views;
    }

    /// <summary>Copies the first tokens of a slot to another one.</summary>
    public void Copy(int from, int to, int length)
    {
        var bytes = length * _bytesPerRow;
        foreach (var buffer in _buffers)
        {
            for (var head = 0; head < _heads; head++)
            {
                Buffer.MemoryCopy(Row(buffer, from, head), Row(buffer, to, head), bytes, bytes);
            }
        }
    }

    /// <summary>Exchanges the first tokens of two slots.</summary>
    public void Swap(int left, int right, int length)
    {
        Span<byte> kept = stackalloc byte[SwapBlock];
        foreach (var buffer in _buffers)
        {
            for (var head = 0; head < _heads; head++)
            {
                var a = Row(buffer, left, head);
                var b = Row(buffer, right, head);
                for (var rest = length * _bytesPerRow; rest > 0; rest -= SwapBlock)
                {
                    var count = (int)Math.Min(rest, SwapBlock);
                    new Span<byte>(a, count).CopyTo(kept);
                    new Span<byte>(b, count).CopyTo(new Span<byte>(a, count));
                    kept[..count].CopyTo(new Span<byte>(b, count));
                    a += count;
                    b += count;
                }
            }
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

    private static TensorElementType ElementType(InferenceSession session) => session.InputMetadata["past_key_values.0.key"].ElementDataType;

    private byte* Row(NativeBuffer<byte> buffer, int slot, int head) => (byte*)buffer.Address + (((slot * _heads) + head) * _capacity * _bytesPerRow);
}
