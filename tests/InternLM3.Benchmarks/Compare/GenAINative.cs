using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Benchmarks.Compare;

/// <summary>What the comparison needs of ONNX Runtime GenAI's C interface (ort_genai_c.h, 0.15.2).</summary>
internal static partial class GenAINative
{
    /// <summary>Names the library's file: libonnxruntime-genai.so, onnxruntime-genai.dll or libonnxruntime-genai.dylib.</summary>
    public const string Variable = "INTERNLM3_GENAI_NATIVE";

    private const string Library = "onnxruntime-genai";

    static GenAINative() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);

    [LibraryImport(Library)]
    public static partial void OgaSetTelemetryEnabled([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(Library)]
    public static partial nint OgaResultGetError(nint result);

    [LibraryImport(Library)]
    public static partial void OgaDestroyResult(nint result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaCreateConfig(string folder, out nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaConfigOverlay(nint config, string json);

    [LibraryImport(Library)]
    public static partial void OgaDestroyConfig(nint config);

    [LibraryImport(Library)]
    public static partial nint OgaCreateModelFromConfig(nint config, out nint model);

    [LibraryImport(Library)]
    public static partial void OgaDestroyModel(nint model);

    [LibraryImport(Library)]
    public static partial nint OgaCreateGeneratorParams(nint model, out nint parameters);

    [LibraryImport(Library)]
    public static partial void OgaDestroyGeneratorParams(nint parameters);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaGeneratorParamsSetSearchNumber(nint parameters, string name, double value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaGeneratorParamsSetSearchBool(nint parameters, string name, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    public static partial nint OgaCreateGenerator(nint model, nint parameters, out nint generator);

    [LibraryImport(Library)]
    public static partial void OgaDestroyGenerator(nint generator);

    [LibraryImport(Library)]
    public static partial nint OgaCreateSequences(out nint sequences);

    [LibraryImport(Library)]
    public static partial void OgaDestroySequences(nint sequences);

    [LibraryImport(Library)]
    public static partial nint OgaAppendTokenSequence(ReadOnlySpan<int> tokens, nuint count, nint sequences);

    [LibraryImport(Library)]
    public static partial nint OgaGenerator_AppendTokenSequences(nint generator, nint sequences);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool OgaGenerator_IsDone(nint generator);

    [LibraryImport(Library)]
    public static partial nint OgaGenerator_GenerateNextToken(nint generator);

    /// <summary>Turns a failed call into an exception.</summary>
    public static void Check(nint result)
    {
        if (result != 0)
        {
            var message = Marshal.PtrToStringUTF8(OgaResultGetError(result));
            OgaDestroyResult(result);
            throw new InternLM3Exception($"ONNX Runtime GenAI: {message}");
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (name != Library)
        {
            return 0;
        }

        // It uses the ONNX Runtime that is loaded already, and dies without one.
        _ = OrtEnv.Instance().GetVersionString();
        var file = Environment.GetEnvironmentVariable(Variable);
        return file is null ? throw new InternLM3Exception($"Set {Variable} to the native library of ONNX Runtime GenAI; .ci/long shows where to get it.") : NativeLibrary.Load(file);
    }
}
