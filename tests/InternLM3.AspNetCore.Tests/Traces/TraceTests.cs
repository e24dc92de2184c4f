using System.Runtime.CompilerServices;
using InternLM3.AspNetCore.Tests.Support;

namespace InternLM3.AspNetCore.Tests.Traces;

/// <summary>Every endpoint and error as it was recorded. INTERNLM3_RECORD_TRACES=1 records anew: read the difference as a review.</summary>
public sealed class TraceTests(ScriptedServer scripted)
{
    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(Source()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Response_IsAsRecorded(string name)
    {
        var folder = Path.Combine(Source(), name);
        var (file, text) = await Trace.RunAsync(scripted, folder);
        var path = Path.Combine(folder, file);
        if (Environment.GetEnvironmentVariable("INTERNLM3_RECORD_TRACES") == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.True(File.Exists(path), text);
        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }

    private static string Source([CallerFilePath] string file = "") =>
        File.Exists(file) ? Path.GetDirectoryName(file)! : Path.Combine(AppContext.BaseDirectory, "Traces");
}
