using System.Runtime.InteropServices;
using InternLM3.Tests.Support;

namespace InternLM3.Cli.Tests.Runtime;

/// <summary>A copy of the tool whose native ONNX Runtime can be taken away or changed.</summary>
internal sealed class ToolCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ToolCopy()
    {
        var source = Path.GetDirectoryName(ChildProcess.Executable("InternLM3.Cli"))!;
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, _folder[Path.GetFileName(file)]);
        }

        foreach (var file in Directory.GetFiles(Path.Combine(source, "internlm3-tiny"), "*", SearchOption.AllDirectories))
        {
            var copy = _folder[Path.GetRelativePath(source, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The executable.</summary>
    public string Executable => _folder[Path.GetFileName(ChildProcess.Executable("InternLM3.Cli"))];

    /// <summary>The native ONNX Runtime of the tool, as it was built.</summary>
    public static string Runtime => NativeOf(RuntimeInformation.ProcessArchitecture);

    /// <summary>An ONNX Runtime for another processor than this one.</summary>
    public static string ForeignRuntime => NativeOf(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Architecture.Arm64 : Architecture.X64);

    /// <summary>Puts an ONNX Runtime into the copy whose version reads as another one.</summary>
    public void AddRuntime(string version)
    {
        var bytes = File.ReadAllBytes(Runtime);
        var text = "\0"u8.ToArray().Concat(System.Text.Encoding.ASCII.GetBytes(Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString())).Append((byte)0).ToArray();
        Assert.Equal(text.Length - 2, version.Length);
        var found = 0;
        for (var at = bytes.AsSpan().IndexOf(text); at >= 0; at = bytes.AsSpan().IndexOf(text), found++)
        {
            System.Text.Encoding.ASCII.GetBytes(version, bytes.AsSpan(at + 1));
        }

        Assert.True(found > 0, "the library names its version");
        File.WriteAllBytes(_folder[Path.GetFileName(Runtime)], bytes);
    }

    public void Dispose() => _folder.Dispose();

    private static string NativeOf(Architecture architecture) => Path.Combine(
        Path.GetDirectoryName(ChildProcess.Executable("InternLM3.Cli"))!, "runtimes", $"linux-{architecture.ToString().ToLowerInvariant()}", "native", "libonnxruntime.so");
}
