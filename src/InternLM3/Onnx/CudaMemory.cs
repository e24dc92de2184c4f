using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>
/// A GPU's memory, through the CUDA driver API in the device's primary context, which is the one ONNX Runtime computes in. A run of ONNX
/// Runtime has ended on the GPU when it returns, and a copy here waits for its own end, so that they need no stream in common.
/// </summary>
/// <remarks>Written after the driver API's reference (cuda.h, functions with suffix _v2); <b>not run on CUDA</b>.</remarks>
internal sealed unsafe class CudaMemory : ITensorMemory
{
    private readonly nint _driver = NvidiaDriver.Load();
    private readonly int _device;
    private readonly nint _context;

    /// <param name="deviceId">The number of the GPU.</param>
    /// <exception cref="InternLM3Exception">There is no such GPU.</exception>
    public CudaMemory(int deviceId)
    {
        if (_driver == 0 || deviceId >= NvidiaDriver.CountDevices())
        {
            throw new InternLM3Exception($"There is no GPU {deviceId}: the NVIDIA driver shows {NvidiaDriver.CountDevices()}.");
        }

        int device;
        Check(((delegate* unmanaged<int*, int, int>)Find("cuDeviceGet"))(&device, deviceId), "choosing it");
        nint context;
        Check(((delegate* unmanaged<nint*, int, int>)Find("cuDevicePrimaryCtxRetain"))(&context, device), "opening it");
        (_device, _context) = (device, context);
        Info = new OrtMemoryInfo("Cuda", OrtAllocatorType.DeviceAllocator, deviceId, OrtMemType.Default);
    }

    /// <inheritdoc/>
    public OrtMemoryInfo Info { get; }

    /// <inheritdoc/>
    public bool ReadsHostInPlace => false;

    /// <summary>Bytes that are free now.</summary>
    public long CountFreeBytes()
    {
        nuint free, total;
        Enter();
        Check(((delegate* unmanaged<nuint*, nuint*, int>)Find("cuMemGetInfo_v2"))(&free, &total), "reading its memory");
        return (long)free;
    }

    /// <inheritdoc/>
    public nint Allocate(long bytes)
    {
        nint block;
        Enter();
        var allocate = (delegate* unmanaged<nint*, nuint, int>)Find("cuMemAlloc_v2");
        Check(allocate(&block, (nuint)bytes), $"reserving {bytes} bytes for keys and values");
        return block;
    }

    /// <inheritdoc/>
    public void Free(nint block)
    {
        Enter();
        _ = ((delegate* unmanaged<nint, int>)Find("cuMemFree_v2"))(block);
    }

    /// <inheritdoc/>
    public void Copy(nint from, nint to, long bytes)
    {
        Enter();
        var copy = (delegate* unmanaged<nint, nint, nuint, int>)Find("cuMemcpyDtoD_v2");
        Check(copy(to, from, (nuint)bytes), "copying keys and values");
        Check(((delegate* unmanaged<int>)Find("cuCtxSynchronize"))(), "copying keys and values");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Info.Dispose();
        _ = ((delegate* unmanaged<int, int>)Find("cuDevicePrimaryCtxRelease_v2"))(_device);
    }

    // A context is current for a thread, and the engine's worker is another one than the loader.
    private void Enter() => Check(((delegate* unmanaged<nint, int>)Find("cuCtxSetCurrent"))(_context), "entering it");

    private void* Find(string function) => (void*)NativeLibrary.GetExport(_driver, function);

    private static void Check(int result, string doing)
    {
        if (result != 0)
        {
            var advice = result == 2 ? ", out of memory: lower ContextLength or MaxConcurrentSequences" : "";
            throw new InternLM3Exception($"The GPU failed while {doing}: CUDA driver error {result}{advice}.");
        }
    }
}
