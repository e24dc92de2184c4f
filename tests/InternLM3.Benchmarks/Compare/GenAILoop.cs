using System.Runtime.InteropServices;
using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.Benchmarks.Compare;

/// <summary>GenAI's own decode loop (ort_genai_c.h, 0.15.2), which the backend has no use for: it takes the logits and samples itself.</summary>
internal static partial class GenAILoop
{
    static GenAILoop() => NativeLibrary.SetDllImportResolver(typeof(GenAILoop).Assembly, GenAILibrary.Resolve);

    [LibraryImport(Oga.Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool OgaGenerator_IsDone(GeneratorHandle generator);

    [LibraryImport(Oga.Library)]
    public static partial nint OgaGenerator_GenerateNextToken(GeneratorHandle generator);
}
