using System.Runtime.InteropServices;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>The environment as native code sees it: on Unix .NET keeps a copy of its own, and getenv does not know of changes to it.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>
    /// Turns ONNX Runtime GenAI's telemetry off for the life of the process, as its docs/Privacy.md says: official packages send
    /// events to Microsoft unless this is set before the library starts.
    /// </summary>
    public static void DisableTelemetry()
    {
        const string Variable = "ORT_DISABLE_TELEMETRY";
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows() && SetEnvironment(Variable, "1", overwrite: 1) != 0)
        {
            throw new GenAIException($"{Variable} cannot be set, and ONNX Runtime GenAI's telemetry would be on: set it to 1 before the application starts.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
