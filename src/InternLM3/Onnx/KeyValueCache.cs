using InternLM3.Configuration;
using InternLM3.Generation;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Onnx;

/// <summary>
/// Keys and values of every layer, [slot][key/value head][capacity][head dimension], bound to the graph as past and as present at
/// once, so that appending writes in place and rewinding is a smaller length. Their type, fp32 or fp16, is the graph's. Slots that
/// stand together are one batch: a view from the first of them. On a GPU they stay there.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    // Large enough for a GPU, whose copies cost the same time up to some kilobytes, and small beside the cache.
    private const int SwapBlock = 256 * 1024;

    private readonly ITensorMemory _memory;
    private readonly nint[] _buffers;
    private nint _kept;
    private readonly string[] _names;
    private readonly TensorElementType _type;
    private readonly long _heads;
    private readonly long _capacity;
    private readonly long _width;
    private readonly long _bytesPerRow;

    public KeyValueCache(InferenceSession session, ModelConfig config, KeyValueMemory plan, ITensorMemory memory)
    {
        _memory = memory;
        _names = [.. Enumerable.Range(0, config.LayerCount).SelectMany(layer => (string[])[$"{layer}.key", $"{layer}.value"])];
        _type = ElementType(session);
        (_heads, _capacity, _width) = (config.KeyValueHeadCount, plan.ContextLength, config.HeadDimension);
        _bytesPerRow = _width * ElementSize(session);
        _buffers = new nint[_names.Length];
        try
        {
            for (var i = 0; i < _buffers.Length; i++)
            {
                _buffers[i] = memory.Allocate(plan.Sequences * _heads * _capacity * _bytesPerRow);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Bytes of one number of the graph's keys and values.</summary>
    public static int ElementSize(InferenceSession session) =>
        ElementType(session) == TensorElementType.Float16 ? sizeof(ushort) : sizeof(float);

    /// <summary>Whether the graph reads host buffers in place.</summary>
    public bool ReadsHostInPlace => _memory.ReadsHostInPlace;

    /// <summary>Binds a run of slots as past and present of a step.</summary>
    /// <returns>The views, which the caller disposes after the binding.</returns>
    public OrtValue[] Bind(OrtIoBinding binding, int first, int count)
    {
        var views = new OrtValue[_names.Length];
        for (var i = 0; i < views.Length; i++)
        {
            var stride = _heads * _capacity * _bytesPerRow;
            views[i] = OrtValue.CreateTensorValueWithData(
                _memory.Info, _type, [count, _heads, _capacity, _width], _buffers[i] + (nint)(first * stride), count * stride);
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
                _memory.Copy(Row(buffer, from, head), Row(buffer, to, head), bytes);
            }
        }
    }

    /// <summary>Exchanges the first tokens of two slots.</summary>
    public void Swap(int left, int right, int length)
    {
        _kept = _kept == 0 ? _memory.Allocate(SwapBlock) : _kept;
        foreach (var buffer in _buffers)
        {
            for (var head = 0; head < _heads; head++)
            {
                var a = Row(buffer, left, head);
                var b = Row(buffer, right, head);
                for (var rest = length * _bytesPerRow; rest > 0; rest -= SwapBlock)
                {
                    var count = Math.Min(rest, SwapBlock);
                    _memory.Copy(a, _kept, count);
                    _memory.Copy(b, a, count);
                    _memory.Copy(_kept, b, count);
                    a += (nint)count;
                    b += (nint)count;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _buffers.Append(_kept).Where(buffer => buffer != 0))
        {
            _memory.Free(buffer);
        }

        Array.Clear(_buffers);
        _kept = 0;
    }

    private static TensorElementType ElementType(InferenceSession session) =>
        session.InputMetadata["past_key_values.0.key"].ElementDataType;

    private nint Row(nint buffer, int slot, int head) => buffer + (nint)(((slot * _heads) + head) * _capacity * _bytesPerRow);
}
