using System.Text;
using InternLM3.Cli.Tests.Support;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Cli.Tests.Runtime;

/// <summary>
/// Setups that cannot work, each in a process of its own: exit code 1 and one sentence on the error stream, no stack trace, no crash. Those
/// that need ONNX Runtime GenAI itself are in the long tier.
/// </summary>
public sealed class BrokenSetupTests(TemporaryCache cache) : IDisposable
{
    private const string Native = "INTERNLM3_GENAI_NATIVE";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GenAI_NoLibrary_NamesThePackageThatBringsIt()
    {
        var error = await FailAsync("--model", "tiny", "--backend", "genai");

        Assert.Contains("onnxruntime-genai", error, StringComparison.Ordinal);
        Assert.Contains("add the package Microsoft.ML.OnnxRuntimeGenAI, or Microsoft.ML.OnnxRuntimeGenAI.Cuda for NVIDIA GPUs", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenAI_PathThatIsNotThere_NamesIt()
    {
        var error = await FailAsync("--model", "tiny", "--backend", "genai", "--genai-library", _folder["nothing.so"]);

        Assert.Contains(_folder["nothing.so"], error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenAI_FileThatIsNoLibrary_SaysSo()
    {
        await File.WriteAllTextAsync(_folder["text.so"], "not a library");

        Assert.Contains("cannot be loaded as a library for", await FailAsync("--model", "tiny", "--backend", "genai", "--genai-library", _folder["text.so"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenAI_LibraryOfAnotherProcessor_SaysSo()
    {
        LinuxOnly();

        var error = await FailAsync("--model", "tiny", "--backend", "genai", "--genai-library", ToolCopy.ForeignRuntime);

        Assert.Contains("is of another architecture, damaged, or lacks a library of its own", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenAI_AnotherLibrary_NamesTheFunctionItLacks()
    {
        LinuxOnly();

        Assert.Contains("has no OgaSetTelemetryEnabled", await FailAsync("--model", "tiny", "--backend", "genai", "--genai-library", ToolCopy.Runtime), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenAI_OldOnnxRuntime_NamesItsVersion()
    {
        LinuxOnly();
        using var tool = new ToolCopy();
        tool.AddRuntime("1.09.1");
        await File.WriteAllTextAsync(_folder["genai.so"], "not reached");

        var error = await FailAsync(tool.Executable, ["--model", await FolderAsync(), "--backend", "genai", "--genai-library", _folder["genai.so"]]);

        Assert.Contains("The ONNX Runtime that was found is 1.09.1, and ONNX Runtime GenAI needs 1.18 or newer", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("genai")]
    [InlineData("onnxruntime")]
    public async Task NoOnnxRuntime_EitherBackend_NamesThePackageThatBringsIt(string backend)
    {
        LinuxOnly();
        using var tool = new ToolCopy();
        await File.WriteAllTextAsync(_folder["genai.so"], "not reached");
        string[] library = backend == "genai" ? ["--genai-library", _folder["genai.so"]] : [];

        var error = await FailAsync(tool.Executable, ["--model", await FolderAsync(), "--backend", backend, .. library]);

        Assert.Contains("package Microsoft.ML.OnnxRuntime", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("genai")]
    [InlineData("onnxruntime")]
    public async Task Folder_WeightsMissingOrCut_NamesTheFile(string backend)
    {
        var folder = await FolderAsync();
        var weights = Path.Combine(folder, "model.onnx.data");
        using (var file = new FileStream(weights, FileMode.Open))
        {
            file.SetLength(1000);
        }

        Assert.Contains("model.onnx.data", await FailAsync("--model", folder, "--backend", backend), StringComparison.Ordinal);
        File.Delete(weights);
        Assert.Contains("model.onnx.data", await FailAsync("--model", folder, "--backend", backend), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ForTheProcessorOnAGpu_NamesTheCommandThatConverts()
    {
        var folder = await FolderAsync();

        Assert.EndsWith(
            "was converted for the processor and a GPU is to run it; convert the checkpoint with internlm3 convert --target cuda, or set Device to Cpu.",
            await FailAsync("--model", folder, "--device", "cuda"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ForAGpuOnTheProcessor_NamesTheCommandThatConverts()
    {
        var folder = await FolderAsync("cuda");

        Assert.EndsWith(
            "was converted for a GPU and the processor is to run it; convert the checkpoint with internlm3 convert --target cpu, or use a GPU.",
            await FailAsync("--model", folder, "--device", "cpu"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--device", "cuda")]
    [InlineData("--require-gpu")]
    [InlineData("--backend", "onnxruntime", "--device", "cuda")]
    [InlineData("--backend", "genai", "--require-gpu")]
    public async Task Gpu_AskedForAndNotThere_GivesAReasonForEachRuntime(params string[] arguments)
    {
        Assert.SkipWhen(Onnx.NvidiaDriver.CountDevices() > 0, "Not run: there is a GPU.");

        Assert.StartsWith("No GPU can be used (", await FailAsync(["--model", "tiny", .. arguments]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_LongerThanTheContext_NamesBothLengths()
    {
        var error = await FailAsync(ChildProcess.Executable("InternLM3.Cli"), ["--model", await FolderAsync()], string.Concat(Enumerable.Repeat("many words ", 3000)));

        Assert.Contains("context", error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Tier", "Long")]
    [InlineData("genai_config.json", "llama", "llamx")]
    [InlineData("genai_config.json", "{", "[")]
    [InlineData("model.onnx", "input_ids", "input_idx")]
    [InlineData("model.onnx", "GroupQueryAttention", "GroupQueryAttentiox")]
    [InlineData("genai_config.json", "logits", "logitx")]
    public async Task GenAI_DamagedFileOfTheSameSize_IsOneSentenceWithItsText(string file, string text, string damage)
    {
        var library = Environment.GetEnvironmentVariable(Native);
        Assert.SkipWhen(library is null, $"Not run: {Native} names no native library of ONNX Runtime GenAI.");
        var folder = await FolderAsync();
        var path = Path.Combine(folder, file);
        var bytes = await File.ReadAllBytesAsync(path);
        for (var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)); at >= 0; at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)))
        {
            Encoding.ASCII.GetBytes(damage, bytes.AsSpan(at));
        }

        await File.WriteAllBytesAsync(path, bytes);

        var error = await FailAsync("--model", folder, "--backend", "genai", "--genai-library", library!);

        Assert.StartsWith("ONNX Runtime GenAI failed while ", error, StringComparison.Ordinal);
    }

    private static void LinuxOnly() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Not run: libraries are built as Linux has them.");

    /// <summary>Tiny as a model folder of this test's own.</summary>
    private async Task<string> FolderAsync(string target = "cpu")
    {
        await CommandRun.LinesAsync("convert", InternLM3Tiny.CheckpointPath, "--output", _folder[target], "--target", target);
        return _folder[target];
    }

    private Task<string> FailAsync(params string[] arguments) => FailAsync(ChildProcess.Executable("InternLM3.Cli"), arguments);

    private async Task<string> FailAsync(string executable, string[] arguments, string prompt = "Hello")
    {
        var result = await ChildProcess.RunFileAsync(executable, cache.Path, ["chat", "--prompt", prompt, .. arguments]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);

        // The small model says what it is, and a conversion how far it is, before anything fails.
        var lines = result.Error.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line != InternLM3Tiny.Notice && !line.Contains('%', StringComparison.Ordinal));
        var sentence = Assert.Single(lines);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        return sentence;
    }
}
