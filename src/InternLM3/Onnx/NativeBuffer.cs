using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InternLM3.Onnx;

/// <summary>
/// A tensor in native memory that ONNX Runtime reads or writes in place. It is not cleared: large blocks come from the system as
/// untouched pages, which cost memory only once tokens arrive in them.
/// </summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    // ONNX Runtime aligns its own tensors to 64 bytes, a cache line and an AVX-512 register.
    private const int Alignment = 64;

    private readonly long[] _shape;
    private readonly nuint _elements;
    private T* _memory;

    public NativeBuffer(params long[] shape)
    {
        _shape = shape;
        _elements = Elements(shape);
        _memory = (T*)NativeMemory.AlignedAlloc(Math.Max(1, checked(_elements * (nuint)sizeof(T))), Alignment);
        Value = View(0, shape);
    }

    /// <summary>The address of the first element.</summary>
    public nint Address => (nint)_memory;

    /// <summary>The whole buffer as a tensor.</summary>
    public OrtValue Value { get; }

    /// <summary>The whole buffer; it must hold less than 2^31 elements.</summary>
    public Span<T> Span => new(_memory, checked((int)_elements));

    /// <summary>A tensor over a part of the buffer. The caller disposes it, before the buffer.</summary>
    /// <param name="offset">The first element.</param>
    /// <param name="shape">The shape, or none for the buffer's own.</param>
    public OrtValue View(long offset, params long[] shape)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        var elements = Elements(shape);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((nuint)offset + elements, _elements, nameof(shape));
        return OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, ElementType, shape, (nint)(_memory + offset), checked((long)elements * sizeof(T)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_memory is not null)
        {
            Value.Dispose();
            NativeMemory.AlignedFree(_memory);
            _memory = null;
        }
    }

    private static TensorElementType ElementType =>
        typeof(T) == typeof(float) ? TensorElementType.Float
        : typeof(T) == typeof(Half) ? TensorElementType.Float16
        : typeof(T) == typeof(byte) ? TensorElementType.UInt8
        : typeof(T) == typeof(int) ? TensorElementType.Int32
        : typeof(T) == typeof(long) ? TensorElementType.Int64
        : throw new NotSupportedException($"No tensor element type is known for {typeof(T)}.");

    private static nuint Elements(long[] shape) => shape.Aggregate((nuint)1, (product, size) => checked(product * (nuint)size));
}
