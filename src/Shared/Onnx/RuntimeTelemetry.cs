using System.Runtime.InteropServices;

namespace InternLM3.Onnx;

/// <summary>
/// The telemetry of ONNX Runtime and ONNX Runtime GenAI, which their official packages send to Microsoft unless told otherwise.
/// </summary>
internal static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";
    private static readonly Lazy<bool> s_disabled = new(Set);

    /// <summary>
    /// Turns it off for the life of the process, before either library starts. ONNX Runtime 1.31 was seen to keep a device id and a
    /// database of events under <c>~/.cache/Microsoft/DeveloperTools/.onnxruntime</c> without this, and nothing with it.
    /// </summary>
    /// <exception cref="InternLM3Exception">The environment cannot be changed.</exception>
    /// <remarks>Source of the name: ONNX Runtime GenAI's docs/Privacy.md; ONNX Runtime's library reads the same one.</remarks>
    public static void Disable() => _ = s_disabled.Value;

    private static bool Set()
    {
        Environment.SetEnvironmentVariable(Variable, "1");

        // On Unix .NET keeps an environment of its own, and getenv does not know of changes to it.
        return OperatingSystem.IsWindows() || SetEnvironment(Variable, "1", overwrite: 1) == 0 ? true
            : throw new InternLM3Exception(
                $"{Variable} cannot be set, and ONNX Runtime's telemetry would be on: set it to 1 before the application starts.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
