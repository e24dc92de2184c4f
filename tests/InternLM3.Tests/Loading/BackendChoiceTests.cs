using InternLM3.Configuration;
using InternLM3.Conformance.Support;
using InternLM3.Generation;
using InternLM3.Loading;
using InternLM3.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3.Tests.Loading;

/// <summary>Which runtime and device a load takes, from what each runtime says of itself.</summary>
public sealed class BackendChoiceTests(TinyModel tiny) : IDisposable
{
    private readonly RecordingLogger _logger = new();

    public void Dispose() => _logger.Dispose();

    [Theory]
    [InlineData(true, true, "GenAI", ComputeDevice.Cuda)]
    [InlineData(false, true, "own", ComputeDevice.Cuda)]
    [InlineData(false, false, "own", ComputeDevice.Cpu)]
    public void Make_NoDeviceNamed_TakesTheFirstThatCan(bool genai, bool own, string runtime, ComputeDevice device)
    {
        var choice = Make(new InternLM3Options(), genai, own);

        Assert.Equal((runtime, device), (choice.Provider.Name, choice.Device));
    }

    [Fact]
    public void Make_WhatIsPassedOver_IsLoggedWithItsReason()
    {
        Make(new InternLM3Options(), genai: false, own: false);

        Assert.Equal(
            ["GenAI on Cuda is passed over: no GPU for GenAI.", "own on Cuda is passed over: no GPU for own.", "The model runs on own, Cpu."], _logger.Lines);
    }

    [Fact]
    public void Make_RequireGpuAndNone_IsOneSentenceWithEveryReason()
    {
        var error = Assert.Throws<InternLM3Exception>(() => Make(new InternLM3Options { RequireGpu = true }, genai: false, own: false));

        Assert.Equal("No GPU can be used (GenAI on Cuda: no GPU for GenAI; own on Cuda: no GPU for own; own on Cpu: RequireGpu is set).", error.Message);
    }

    [Fact]
    public void Make_DeviceNamed_AsksOneRuntimeAlone()
    {
        var error = Assert.Throws<InternLM3Exception>(() => Make(new InternLM3Options { Device = ComputeDevice.Cuda }, genai: false, own: true));

        Assert.Equal("No GPU can be used (GenAI on Cuda: no GPU for GenAI).", error.Message);
        Assert.Equal("GenAI", Make(new InternLM3Options { Device = ComputeDevice.Cpu }, genai: true, own: true).Provider.Name);
    }

    [Theory]
    [InlineData("cpu", ComputeDevice.Cpu)]
    [InlineData("cuda", ComputeDevice.Cuda)]
    public void Make_AFolderOfATarget_TakesTheDeviceOfIt(string target, ComputeDevice device) =>
        Assert.Equal(device, Make(new InternLM3Options(), genai: true, own: true, target).Device);

    [Fact]
    public void Make_FolderForTheProcessorAndAGpuAskedFor_NamesTheCommandThatConverts()
    {
        InternLM3Options[] asks = [new() { Device = ComputeDevice.Cuda }, new() { RequireGpu = true }];

        Assert.All(asks, options => Assert.Contains(
            "--target cuda", Assert.Throws<ModelFormatException>(() => BackendChoice.Make(options, tiny.Folder, NullLogger.Instance)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_OptionsThatContradictTheDevice_AreRefusedByName()
    {
        Refuse(nameof(InternLM3Options.RequireGpu), new() { RequireGpu = true, Device = ComputeDevice.Cpu });
        Refuse(nameof(InternLM3Options.Cuda), new() { Cuda = new(), Device = ComputeDevice.Cpu });
        Refuse(nameof(InternLM3Options.Device), new() { Device = (ComputeDevice)9 });
        Refuse(nameof(CudaOptions.DeviceId), new() { Cuda = new() { DeviceId = -1 } });
        Refuse(nameof(CudaOptions.MemoryLimit), new() { Cuda = new() { MemoryLimit = 0 } });

        static void Refuse(string name, InternLM3Options options) => Assert.Equal(name, Assert.Throws<UnsupportedOptionException>(options.Validate).Option);
    }

    [Fact]
    public void ToProviderOptions_TypedAndFree_AreTheProvidersNames()
    {
        var options = new CudaOptions { DeviceId = 1, MemoryLimit = 4_000_000_000, Graph = true, ProviderOptions = new Dictionary<string, string> { ["device_id"] = "2", ["use_tf32"] = "0" } };

        Assert.Equal(
            new Dictionary<string, string> { ["device_id"] = "2", ["enable_cuda_graph"] = "1", ["gpu_mem_limit"] = "4000000000", ["use_tf32"] = "0" },
            options.ToProviderOptions());
    }

    private BackendChoice Make(InternLM3Options options, bool genai, bool own, string? target = null) =>
        BackendChoice.Make(new Runtime("GenAI", genai), new Runtime("own", own), options, target, _logger);

    private sealed record Runtime(string Name, bool HasGpu) : IModelBackendProvider
    {
        public string? WhyNot(ComputeDevice device) => device == ComputeDevice.Cpu || HasGpu ? null : $"no GPU for {Name}";

        public IModelBackend Open(string folder, ModelConfig config, BackendSettings settings) => throw new NotSupportedException("Choosing opens nothing.");
    }
}
