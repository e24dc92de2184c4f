using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Benchmarks.Measuring;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, memory, system and versions.</summary>
    public static JsonObject Describe() => new()
    {
        ["processor"] = Processor(),
        ["processors"] = Environment.ProcessorCount,
        ["memory_gib"] = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30), 1),
        ["system"] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["onnxruntime"] = OrtEnv.Instance().GetVersionString(),
    };

    private static string Processor()
    {
        const string Cpus = "/proc/cpuinfo";
        if (!File.Exists(Cpus))
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        // Virtual machines hide the model's name but not its number, and the number says which generation it is.
        var lines = File.ReadLines(Cpus).TakeWhile(line => line.Length > 0).Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0].Trim(), StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First()[1].Trim(), StringComparer.Ordinal);
        var instructions = lines.GetValueOrDefault("flags", "").Split(' ');
        string[] known = ["avx2", "avx512f", "avx512_vnni", "avx512_bf16"];
        return $"{lines.GetValueOrDefault("model name", "unknown")}, family {lines.GetValueOrDefault("cpu family", "?")} model {lines.GetValueOrDefault("model", "?")}"
            + $" ({string.Join(", ", known.Where(instructions.Contains))})";
    }
}
