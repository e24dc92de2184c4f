using System.Runtime.InteropServices;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>
/// The part of ONNX Runtime GenAI's C interface that a source of logits needs (<c>ort_genai_c.h</c>, read at 0.15.2 and 0.16-dev; every
/// function here is in both). A function that can fail returns null or a result object, see <see cref="GenAIException.ThrowIfFailed"/>.
/// </summary>
internal static unsafe partial class Oga
{
    /// <summary>The name <see cref="GenAILibrary"/> resolves.</summary>
    public const string Library = "onnxruntime-genai";

    [LibraryImport(Library)]
    public static partial byte* OgaResultGetError(nint result);

    [LibraryImport(Library)]
    public static partial void OgaDestroyResult(nint result);

    [LibraryImport(Library)]
    public static partial void OgaShutdown();

    [LibraryImport(Library)]
    public static partial void OgaSetTelemetryEnabled([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaCreateConfig(string folder, out ConfigHandle config);

    [LibraryImport(Library)]
    public static partial void OgaDestroyConfig(nint config);

    [LibraryImport(Library)]
    public static partial nint OgaConfigClearProviders(ConfigHandle config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaConfigAppendProvider(ConfigHandle config, string provider);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaConfigSetProviderOption(ConfigHandle config, string provider, string key, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaConfigOverlay(ConfigHandle config, string json);

    [LibraryImport(Library)]
    public static partial nint OgaCreateModelFromConfig(ConfigHandle config, out ModelHandle model);

    [LibraryImport(Library)]
    public static partial void OgaDestroyModel(nint model);

    [LibraryImport(Library)]
    public static partial nint OgaCreateGeneratorParams(ModelHandle model, out GeneratorParamsHandle parameters);

    [LibraryImport(Library)]
    public static partial void OgaDestroyGeneratorParams(nint parameters);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaGeneratorParamsSetSearchNumber(GeneratorParamsHandle parameters, string name, double value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaGeneratorParamsSetSearchBool(
        GeneratorParamsHandle parameters, string name, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library)]
    public static partial nint OgaCreateGenerator(ModelHandle model, GeneratorParamsHandle parameters, out GeneratorHandle generator);

    [LibraryImport(Library)]
    public static partial void OgaDestroyGenerator(nint generator);

    /// <summary>Appends tokens, [count] int32, and computes the logits after the last one.</summary>
    [LibraryImport(Library)]
    public static partial nint OgaGenerator_AppendTokens(GeneratorHandle generator, int* tokens, nuint count);

    /// <summary>A copy on the CPU of the last row of logits, [1, 1, vocabulary] fp32 whatever the graph computes in.</summary>
    [LibraryImport(Library)]
    public static partial nint OgaGenerator_GetLogits(GeneratorHandle generator, out TensorHandle logits);

    [LibraryImport(Library)]
    public static partial nint OgaGenerator_RewindTo(GeneratorHandle generator, nuint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OgaGenerator_SetRuntimeOption(GeneratorHandle generator, string key, string value);

    [LibraryImport(Library)]
    public static partial void OgaDestroyTensor(nint tensor);

    [LibraryImport(Library)]
    public static partial nint OgaTensorGetData(TensorHandle tensor, out void* data);

    [LibraryImport(Library)]
    public static partial nint OgaTensorGetShapeRank(TensorHandle tensor, out nuint rank);

    [LibraryImport(Library)]
    public static partial nint OgaTensorGetShape(TensorHandle tensor, long* dimensions, nuint rank);
}
