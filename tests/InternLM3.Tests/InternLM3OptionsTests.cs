using InternLM3.Conversion;
using InternLM3.Download;
using InternLM3.Sampling;
using InternLM3.Tests.Support;

namespace InternLM3.Tests;

public sealed class InternLM3OptionsTests(TinyModel tiny)
{
    public static TheoryData<string, InternLM3Options> OptionsOfLoading => new()
    {
        { nameof(InternLM3Options.ContextLength), new() { ContextLength = 100 } },
        { nameof(InternLM3Options.Device), new() { Device = ComputeDevice.Cpu } },
        { nameof(InternLM3Options.RequireGpu), new() { RequireGpu = true } },
        { nameof(InternLM3Options.Cuda), new() { Cuda = new CudaOptions() } },
        { nameof(InternLM3Options.Threads), new() { Threads = 1 } },
        { nameof(InternLM3Options.PrefillChunkSize), new() { PrefillChunkSize = 8 } },
        { nameof(InternLM3Options.MaxQueueLength), new() { MaxQueueLength = 3 } },
        { nameof(InternLM3Options.IdleUnload), new() { IdleUnload = TimeSpan.FromMinutes(5) } },
        { nameof(InternLM3Options.Sampling), new() { Sampling = SamplingOptions.ModelCard } },
        { nameof(InternLM3Options.ModelId), new() { ModelId = "other" } },
        { nameof(InternLM3Options.Conversion), new() { Conversion = new ConversionOptions { Precision = WeightPrecision.Int4 } } },
        { nameof(InternLM3Options.CacheDirectory), new() { CacheDirectory = "elsewhere" } },
        { nameof(InternLM3Options.AllowDownload), new() { AllowDownload = true } },
        { nameof(InternLM3Options.Download), new() { Download = new DownloadOptions { Connections = 1 } } },
        { nameof(InternLM3Options.Progress), new() { Progress = new ActionProgress<ModelLoadProgress>(_ => { }) } },
        { nameof(InternLM3Options.Loading), new() { Loading = ModelLoading.OnConstruction } },
    };

    [Theory]
    [MemberData(nameof(OptionsOfLoading))]
    public void OptionOfLoading_OverALoadedModel_IsRefusedByName(string name, InternLM3Options options)
    {
        var error = Assert.Throws<UnsupportedOptionException>(() => new InternLM3ChatClient(tiny.Model, options: options));

        Assert.Equal(name, error.Option);
        Assert.Contains("is an option of loading and this model is loaded already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversion_OfAFolderWithAnotherPrecision_IsRefusedByName()
    {
        var options = new InternLM3Options { Conversion = new ConversionOptions { Precision = WeightPrecision.Int4 } };

        Assert.Equal(nameof(InternLM3Options.Conversion), (await Assert.ThrowsAsync<UnsupportedOptionException>(() => InternLM3Model.LoadAsync(tiny.Folder, options))).Option);
    }

    [Fact]
    public void Threads_FarMoreThanProcessors_AreRefusedByName() =>
        Assert.Equal(nameof(InternLM3Options.Threads), Assert.Throws<UnsupportedOptionException>(new InternLM3Options { Threads = 9999 }.Validate).Option);

    [Fact]
    public void OptionsOfTheChat_OverALoadedModel_AreTaken()
    {
        using var client = new InternLM3ChatClient(tiny.Model, options: new InternLM3Options
        {
            DefaultSystemPrompt = "Be brief.", UnsupportedOptions = UnsupportedOptionBehavior.Warn, TimeProvider = TimeProvider.System,
        });

        Assert.Same(tiny.Model, client.GetService(typeof(InternLM3Model)));
    }

    [Theory]
    [InlineData(nameof(DownloadOptions.Connections))]
    [InlineData(nameof(DownloadOptions.MaxRetries))]
    [InlineData(nameof(DownloadOptions.StallTimeout))]
    [InlineData(nameof(DownloadOptions.Endpoint))]
    public void DownloadOption_OutOfRange_IsRefusedByName(string name)
    {
        var options = new InternLM3Options
        {
            Download = name switch
            {
                nameof(DownloadOptions.Connections) => new() { Connections = 0 },
                nameof(DownloadOptions.MaxRetries) => new() { MaxRetries = -1 },
                nameof(DownloadOptions.StallTimeout) => new() { StallTimeout = TimeSpan.Zero },
                _ => new() { Endpoint = new Uri("ftp://hub.example") },
            },
        };

        Assert.Equal(name, Assert.Throws<UnsupportedOptionException>(options.Validate).Option);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(50 * 24 * 60)]
    public void IdleUnload_NoTimerCanWaitForIt_IsRefusedByName(int minutes) => Assert.Equal(
        nameof(InternLM3Options.IdleUnload),
        Assert.Throws<UnsupportedOptionException>(new InternLM3Options { IdleUnload = TimeSpan.FromMinutes(minutes) }.Validate).Option);
}
