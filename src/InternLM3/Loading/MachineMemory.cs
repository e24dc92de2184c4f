using System.Globalization;

namespace InternLM3.Loading;

/// <summary>The memory of the machine, or of the container this process runs in.</summary>
internal static class MachineMemory
{
    /// <summary>The most bytes this process may use.</summary>
    public static long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes that are free now without anything being swapped, or null where the system does not say.</summary>
    public static long? Free
    {
        get
        {
            const string Key = "MemAvailable:", File = "/proc/meminfo";
            if (!System.IO.File.Exists(File)
                || System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) is not { } line)
            {
                return null;
            }

            return long.TryParse(
                line[Key.Length..].Replace("kB", "", StringComparison.Ordinal),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var kilobytes)
                ? Math.Min(kilobytes * 1024, Limit)
                : null;
        }
    }
}
