using InternLM3.Tests.Support;

[assembly: AssemblyFixture(typeof(TemporaryCache))]

namespace InternLM3.Tests.Support;

/// <summary>A cache directory of this test run's own, for this process and, by its environment, for those it starts.</summary>
public sealed class TemporaryCache : IDisposable
{
    public TemporaryCache() => Environment.SetEnvironmentVariable("INTERNLM3_CACHE", Path);

    public string Path { get; } = Directory.CreateTempSubdirectory("internlm3-").FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (OperatingSystem.IsWindows() && e is (IOException or UnauthorizedAccessException))
        {
            // Windows keeps a mapped file; a model nobody disposed (a snippet's) is mapped until the process ends.
        }
    }
}
