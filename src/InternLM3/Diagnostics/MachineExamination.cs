using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using InternLM3.Loading;
using InternLM3.Onnx;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Diagnostics;

/// <summary>Examines what a load needs besides a model: the native runtime, processor, memory.</summary>
internal static class MachineExamination
{
    /// <summary>Adds the findings about this machine.</summary>
    public static void Run(Examination found, InternLM3Options options)
    {
        found.Good(
            "system",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}");
        if (found.Try("ONNX Runtime", Native) is { } native)
        {
            found.Good("ONNX Runtime", native);
        }

        if (found.Try("device", () => BackendChoice.Make(options, folder: null, NullLogger.Instance)) is { } choice)
        {
            found.Good("device", $"{choice.Provider.Name} on {choice.Device}");
        }

        Processor(found, options);
        var free = MachineMemory.Free is { } bytes ? FormattableString.Invariant($", {bytes / 1e9:0.0} GB of it free now") : "";
        found.Good("memory", FormattableString.Invariant($"this process may use {MachineMemory.Limit / 1e9:0.0} GB{free}"));
    }

    private static string Native()
    {
        NativeRuntime.Require();
        var version = OrtEnv.Instance().GetVersionString();
        using var process = Process.GetCurrentProcess();
        var module = process.Modules.Cast<ProcessModule>().FirstOrDefault(module =>
            module.ModuleName.StartsWith("libonnxruntime.", StringComparison.Ordinal) || module.ModuleName == "onnxruntime.dll");
        var file = module is null ? "" : $" ({module.FileName})";
        var managed = typeof(OrtEnv).Assembly.GetName().Version?.ToString(fieldCount: 3);
        var providers = string.Join(", ", OrtEnv.Instance().GetAvailableProviders());
        return $"native {version}{file}, managed {managed}, providers {providers}";
    }

    private static void Processor(Examination found, InternLM3Options options)
    {
        var physical = PhysicalCores.Count();
        (string Name, bool Supported)[] features =
        [
            ("AVX2", Avx2.IsSupported),
            ("AVX-VNNI", AvxVnni.IsSupported),
            ("AVX-512", Avx512BW.IsSupported),
            ("NEON", AdvSimd.IsSupported),
            ("dot product", Dp.IsSupported),
        ];
        var names = string.Join(", ", features.Where(feature => feature.Supported).Select(feature => feature.Name));
        var cores = physical > 0
            ? $"{physical} physical cores for this process"
            : $"{Environment.ProcessorCount} processors; the system does not say how many cores they are";
        found.Good("processor", $"{cores}; {(names.Length > 0 ? names : "no vector instructions that are known here")}");
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64 && !Avx2.IsSupported)
        {
            found.Warn(
                "processor",
                "no AVX2, without which quantised products are many times slower; "
                + "use a newer processor, or pass AVX2 through to the virtual machine.");
        }

        if (physical > 0 && options.Threads > physical)
        {
            found.Warn(
                "threads", $"Threads is {options.Threads} and there are {physical} physical cores; more threads than cores are slower.");
        }
    }
}
