using InternLM3.Tiny;

namespace InternLM3.OnnxRuntimeGenAI.Tests;

public sealed class GenAIModelOptionsExtensionsTests
{
    [Fact]
    public void UseOnnxRuntimeGenAI_EqualOptions_AreEqual()
    {
        var options = new InternLM3Options();

        Assert.Equal(options.UseOnnxRuntimeGenAI(new() { LibraryPath = "a" }), options.UseOnnxRuntimeGenAI(new() { LibraryPath = "a" }));
        Assert.NotEqual(options.UseOnnxRuntimeGenAI(new() { LibraryPath = "a" }), options.UseOnnxRuntimeGenAI(new() { LibraryPath = "b" }));
    }

    [Fact]
    public async Task LoadAsync_TheLibraryIsNotInTheApplication_SaysWhichPackageBringsIt()
    {
        var options = new InternLM3Options { Device = ComputeDevice.Cpu }.UseOnnxRuntimeGenAI();

        var error = await Assert.ThrowsAsync<GenAIException>(() => InternLM3Model.LoadAsync(InternLM3Tiny.CheckpointPath, options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("runtimes", error.Message, StringComparison.Ordinal);
        Assert.Contains("Microsoft.ML.OnnxRuntimeGenAI", error.Message, StringComparison.Ordinal);
    }
}
