using System.Diagnostics;
using System.Text.Json;

namespace InternLM3.Cli.Tests.Runtime;

/// <summary>The MSBuild property that chooses an application's native packages, evaluated without a restore.</summary>
public sealed class BackendPropertyTests
{
    [Theory]
    [InlineData("", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Cpu", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Cuda", "Microsoft.ML.OnnxRuntime.Gpu")]
    [InlineData("GenAICpu", "Microsoft.ML.OnnxRuntimeGenAI")]
    [InlineData("GenAICuda", "Microsoft.ML.OnnxRuntimeGenAI.Cuda")]
    public async Task InternLM3Backend_Each_ReferencesItsPackageWithAVersion(string value, string package)
    {
        foreach (var project in (string[])["src/InternLM3.Cli", "samples/01-HelloChat"])
        {
            var (exitCode, output) = await EvaluateAsync(project, "-getItem:PackageReference,PackageVersion,ProjectReference", value);

            Assert.Equal(0, exitCode);
            var items = JsonElement.Parse(output).GetProperty("Items");
            Assert.Equal([package], Names(items, "PackageReference").Where(name => name.StartsWith("Microsoft.ML.", StringComparison.Ordinal)));
            Assert.Contains(package, Names(items, "PackageVersion"));
            Assert.All(items.GetProperty("ProjectReference").EnumerateArray(), reference => Assert.True(File.Exists(reference.GetProperty("FullPath").GetString()), reference.ToString()));
            Assert.True(!value.StartsWith("GenAI", StringComparison.Ordinal) || items.GetProperty("ProjectReference").ToString().Contains("InternLM3.OnnxRuntimeGenAI.csproj", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task InternLM3Backend_Unknown_IsAnErrorByName()
    {
        var (exitCode, output) = await EvaluateAsync("samples/01-HelloChat", "-t:RequireInternLM3Backend", "Gpu");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("InternLM3Backend is 'Gpu' and must be Cpu, Cuda, GenAICpu or GenAICuda.", output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement items, string kind) => items.GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);

    private static async Task<(int ExitCode, string Output)> EvaluateAsync(string project, string ask, string value)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Root(), project), "-nologo", ask, .. value.Length > 0 ? (string[])[$"-p:InternLM3Backend={value}"] : []]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return folder.FullName;
    }
}
