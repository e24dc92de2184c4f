using System.Runtime.InteropServices;

namespace InternLM3.Onnx;

/// <summary>Asks the NVIDIA driver how many GPUs there are (CUDA driver API: <c>cuInit</c>, <c>cuDeviceGetCount</c>).</summary>
internal static unsafe class NvidiaDriver
{
    /// <summary>The driver's library, or 0.</summary>
    public static nint Load() =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver) ? driver : 0;

    /// <summary>The number of GPUs; 0 where there is no driver, or none that works.</summary>
    public static int CountDevices()
    {
        if (Load() is var driver && (driver == 0
            || !NativeLibrary.TryGetExport(driver, "cuInit", out var init)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetCount", out var getCount)))
        {
            return 0;
        }

        var count = 0;
        return ((delegate* unmanaged<uint, int>)init)(0) == 0 && ((delegate* unmanaged<int*, int>)getCount)(&count) == 0 ? count : 0;
    }
}
