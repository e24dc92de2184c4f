using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// The processor's memory. Large blocks come from the system as untouched pages, which cost memory only once tokens arrive in them.
/// </summary>
/// <param name="readsHostInPlace">False binds inputs before each run, as a GPU needs it: that way of binding is tested here.</param>
internal sealed unsafe class HostMemory(bool readsHostInPlace = true) : ITensorMemory
{
    // ONNX Runtime aligns its own tensors to 64 bytes, a cache line and an AVX-512 register.
    private const int Alignment = 64;

    /// <inheritdoc/>
    public OrtMemoryInfo Info => OrtMemoryInfo.DefaultInstance;

    /// <inheritdoc/>
    public bool ReadsHostInPlace => readsHostInPlace;

    /// <inheritdoc/>
    public nint Allocate(long bytes) => (nint)NativeMemory.AlignedAlloc(checked((nuint)Math.Max(1, bytes)), Alignment);

    /// <inheritdoc/>
    public void Free(nint block) => NativeMemory.AlignedFree((void*)block);

    /// <inheritdoc/>
    public void Copy(nint from, nint to, long bytes) => Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
