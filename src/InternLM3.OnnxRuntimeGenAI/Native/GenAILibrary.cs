using System.Reflection;
using System.Runtime.InteropServices;
using InternLM3.Onnx;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>
/// Finds and loads ONNX Runtime GenAI's native library, once in a process. GenAI ends the process with a segmentation fault when it
/// finds no ONNX Runtime, so everything it needs is checked first and named when it is missing.
/// </summary>
internal static class GenAILibrary
{
    private const string Packages = "Microsoft.ML.OnnxRuntimeGenAI, or Microsoft.ML.OnnxRuntimeGenAI.Cuda for NVIDIA GPUs,";
    private const string PathOption = $"{nameof(GenAIOptions)}.{nameof(GenAIOptions.LibraryPath)}";

    // The newest functions that we call; they came with 0.15.
    private static readonly string[] s_required =
        [nameof(Oga.OgaSetTelemetryEnabled), nameof(Oga.OgaGenerator_GetLogits), nameof(Oga.OgaGenerator_RewindTo)];

    private static readonly Lock s_lock = new();
    private static nint s_handle;
    private static string? s_file;

    /// <summary>The library's file name on this system.</summary>
    public static string FileName =>
        OperatingSystem.IsWindows() ? "onnxruntime-genai.dll"
        : OperatingSystem.IsMacOS() ? "libonnxruntime-genai.dylib"
        : "libonnxruntime-genai.so";

    /// <summary>The file name of its half for CUDA.</summary>
    public static string CudaFileName => OperatingSystem.IsWindows() ? "onnxruntime-genai-cuda.dll" : "libonnxruntime-genai-cuda.so";

    /// <summary>Loads the library, or does nothing when it is loaded.</summary>
    /// <param name="path">The library's file or its folder, or null for the application's own folders.</param>
    /// <exception cref="GenAIException">It, or the ONNX Runtime it needs, is missing, of another architecture or too old.</exception>
    public static void Require(string? path)
    {
        lock (s_lock)
        {
            var file = Find(path);
            if (s_handle != 0)
            {
                if (path is not null && file != s_file)
                {
                    throw new GenAIException(
                        $"{s_file} is loaded already and a process can hold one ONNX Runtime GenAI: use the same path everywhere instead "
                            + $"of {file}.");
                }

                return;
            }

            RuntimeTelemetry.Disable();
            RuntimeLibrary.Require(Path.GetDirectoryName(file)!);
            var handle = Load(file);
            NativeLibrary.SetDllImportResolver(typeof(Oga).Assembly, Resolve);
            (s_handle, s_file) = (handle, file);
            Oga.OgaSetTelemetryEnabled(false);
        }
    }

    /// <summary>Whether the library's file exists.</summary>
    public static bool IsPresent(string? path) => Candidates(path).Any(File.Exists);

    /// <summary>Whether its half for CUDA is beside it.</summary>
    public static bool HasCuda(string? path) =>
        Candidates(path).FirstOrDefault(File.Exists) is { } file && File.Exists(Path.Combine(Path.GetDirectoryName(file)!, CudaFileName));

    private static string Find(string? path) => Candidates(path).FirstOrDefault(File.Exists) ?? throw new GenAIException(
        path is null
            ? $"{FileName} was looked for in the application ({AppContext.BaseDirectory}) and in its "
                + $"runtimes/{RuntimeIdentifier}/native and is not there: add the package {Packages} to the application, or name the file "
                + $"in {PathOption}."
            : $"{path}: there is no {FileName}; correct {PathOption}.");

    private static IEnumerable<string> Candidates(string? path) => path is not null
        ? Directory.Exists(path) ? [Path.GetFullPath(Path.Combine(path, FileName))] : [Path.GetFullPath(path)]
        : ApplicationFolders.Select(folder => Path.Combine(folder, FileName));

    /// <summary>Where an application's own native libraries are: its folder, its runtimes folder, and where its deps.json says.</summary>
    private static IEnumerable<string> ApplicationFolders =>
    [
        AppContext.BaseDirectory,
        Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeIdentifier, "native"),
        .. ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
    ];

    private static string SystemName => OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static string RuntimeIdentifier =>
        $"{SystemName}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    private static nint Load(string file)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(file);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new GenAIException(
                $"{file} cannot be loaded as a library for {RuntimeIdentifier}: it is of another architecture, damaged, or lacks a library "
                    + $"of its own ({FirstLine(e)}).",
                e);
        }

        if (s_required.FirstOrDefault(name => !NativeLibrary.TryGetExport(handle, name, out _)) is { } missing)
        {
            NativeLibrary.Free(handle);
            throw new GenAIException(
                $"{file} has no {missing}: it is no ONNX Runtime GenAI, or older than 0.15; add a newer {Packages} to the application.");
        }

        return handle;
    }

    /// <summary>Returns the loaded library to an assembly that declares functions of it.</summary>
    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Oga.Library ? s_handle : 0;

    private static string FirstLine(Exception e) => e.Message.Split('\n').Select(line => line.Trim()).First(line => line.Length > 0);
}
