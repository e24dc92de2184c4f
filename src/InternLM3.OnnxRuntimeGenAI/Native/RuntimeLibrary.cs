using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>
/// Makes sure that an ONNX Runtime is loaded before ONNX Runtime GenAI looks for one: GenAI takes the one that is in the process.
/// </summary>
internal static unsafe class RuntimeLibrary
{
    // GenAI asks an ONNX Runtime for interface versions from the one it was built with down to 18, and runs with no other.
    private static readonly Version s_oldest = new(1, 18);

    /// <summary>Loads the application's ONNX Runtime, or else the one beside GenAI, and checks its version.</summary>
    /// <param name="beside">The folder of GenAI's library.</param>
    /// <exception cref="GenAIException">None is there, or it is too old.</exception>
    public static void Require(string beside)
    {
        if (!NativeLibrary.TryLoad("onnxruntime", typeof(OrtEnv).Assembly, null, out var handle)
            && !NativeLibrary.TryLoad(Path.Combine(beside, FileName), out handle))
        {
            throw new GenAIException(
                $"{FileName} was looked for in the application ({AppContext.BaseDirectory}) and in {beside} and cannot be loaded, and "
                    + "ONNX Runtime GenAI needs it: add the package Microsoft.ML.OnnxRuntime, or Microsoft.ML.OnnxRuntime.Gpu for NVIDIA "
                    + "GPUs, to the application.");
        }

        var version = ReadVersion(handle);
        if (!Version.TryParse(version, out var parsed) || parsed < s_oldest)
        {
            throw new GenAIException(
                $"The ONNX Runtime that was found is {version ?? "no ONNX Runtime"}, and ONNX Runtime GenAI needs {s_oldest} or newer: "
                    + "update the package Microsoft.ML.OnnxRuntime.");
        }
    }

    private static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime.dylib"
        : "libonnxruntime.so";

    /// <summary>
    /// The version string behind <c>OrtGetApiBase</c>: a struct of two functions, GetApi and GetVersionString (onnxruntime_c_api.h).
    /// </summary>
    private static string? ReadVersion(nint handle)
    {
        if (!NativeLibrary.TryGetExport(handle, "OrtGetApiBase", out var getBase))
        {
            return null;
        }

        var apiBase = ((delegate* unmanaged<nint*>)getBase)();
        return apiBase is null ? null : Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)apiBase[1])());
    }
}
