using System.Runtime.InteropServices;

namespace InternLM3.Onnx;

/// <summary>The C library's heap, from which ONNX Runtime takes the weights it lays out for its kernels.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Returns free memory to the system. glibc keeps it otherwise: of 632 MB that a 1B int4 model had taken, 631 MB stayed resident
    /// after its session was closed. Other systems return large blocks by themselves, and there this does nothing.
    /// </summary>
    public static void Trim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such function.
        }
        catch (DllNotFoundException)
        {
            // A system without glibc's name for its library.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int MallocTrim(nuint pad);
}
