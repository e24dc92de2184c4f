using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>Makes sure that the native half of ONNX Runtime is there before anything is loaded with it.</summary>
internal static class NativeRuntime
{
    /// <summary>Starts the runtime, without its telemetry.</summary>
    /// <exception cref="InternLM3Exception">The library is missing or too old.</exception>
    public static void Require()
    {
        RuntimeTelemetry.Disable();
        try
        {
            OrtEnv.Instance().DisableTelemetryEvents();
        }
        catch (Exception e) when (IsMissing(e))
        {
            // Where it was looked for, a long list, is in the inner exception.
            throw new InternLM3Exception(
                "The native ONNX Runtime library cannot be loaded: add the package Microsoft.ML.OnnxRuntime to the application.", e);
        }
    }

    private static bool IsMissing(Exception? error) =>
        error is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException
        || (error is not null && IsMissing(error.InnerException));
}
