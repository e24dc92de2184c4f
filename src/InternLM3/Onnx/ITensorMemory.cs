using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>Where keys and values live: the processor's memory or a GPU's. Addresses are of that memory.</summary>
internal interface ITensorMemory : IDisposable
{
    /// <summary>ONNX Runtime's description of it.</summary>
    OrtMemoryInfo Info { get; }

    /// <summary>
    /// Whether the graph reads host buffers in place. A GPU gets a copy when they are bound, so they must be bound before each run.
    /// </summary>
    bool ReadsHostInPlace { get; }

    /// <summary>Reserves a block, which is not cleared.</summary>
    /// <exception cref="InternLM3Exception">There is no room.</exception>
    nint Allocate(long bytes);

    /// <summary>Frees a block.</summary>
    void Free(nint block);

    /// <summary>Copies inside the memory; the parts do not overlap.</summary>
    void Copy(nint from, nint to, long bytes);
}
