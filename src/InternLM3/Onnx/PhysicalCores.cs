namespace InternLM3.Onnx;

/// <summary>Counts the cores that can compute at the same time.</summary>
internal static class PhysicalCores
{
    /// <summary>
    /// Physical cores, and no more than the processors this process may use (container limits, affinity). 0 where the system
    /// does not say, which lets ONNX Runtime count for itself.
    /// </summary>
    /// <remarks>Decode with 3 threads on 2 cores ran at 0.4 of the speed with 2, so hyper-threads must not be counted.</remarks>
    public static int Count()
    {
        const string Root = "/sys/devices/system/cpu";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Root))
        {
            return 0;
        }

        var cores = new HashSet<(string, string)>();
        foreach (var processor in Directory.EnumerateDirectories(Root, "cpu*"))
        {
            var topology = Path.Combine(processor, "topology");
            if (Read(Path.Combine(topology, "core_id")) is { } core && Read(Path.Combine(topology, "physical_package_id")) is { } package)
            {
                cores.Add((package, core));
            }
        }

        return Math.Min(cores.Count, Environment.ProcessorCount);
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
