using InternLM3.Conversion;
using InternLM3.Download;
using InternLM3.Tests.Support;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace InternLM3.Tests;

public sealed class InternLM3OptionsTests(TinyModel tiny)
{
    [Theory]
    [InlineData(nameof(InternLM3ChatOptions.ThinkingPromptPlacement))]
    [InlineData(nameof(InternLM3ChatOptions.UnsupportedOptions))]
    public void ChatOption_OutOfRange_IsRefusedByName(string name)
    {
        var chat = name == nameof(InternLM3ChatOptions.UnsupportedOptions)
            ? new InternLM3ChatOptions { UnsupportedOptions = (UnsupportedOptionBehavior)9 }
            : new InternLM3ChatOptions { ThinkingPromptPlacement = (ThinkingPromptPlacement)9 };

        Assert.Equal(name, Assert.Throws<UnsupportedOptionException>(() => new InternLM3ChatClient(tiny.Folder, new InternLM3Options { Chat = chat })).Option);
        Assert.Equal(name, Assert.Throws<UnsupportedOptionException>(() => new InternLM3ChatClient(tiny.Model, options: chat)).Option);
    }

    [Fact]
    public async Task OptionsOfTheChat_OverALoadedModel_AreTaken()
    {
        using var plain = new InternLM3ChatClient(tiny.Model);
        using var client = new InternLM3ChatClient(tiny.Model, options: new InternLM3ChatOptions
        {
            DefaultSystemPrompt = "Be brief.", UnsupportedOptions = UnsupportedOptionBehavior.Warn,
        });

        Assert.Same(tiny.Model, client.GetService(typeof(InternLM3Model)));
        Assert.NotEqual(await PromptAsync(plain), await PromptAsync(client));

        static Task<int[]> PromptAsync(InternLM3ChatClient over) => over.EncodeAsync([new ChatMessage(ChatRole.User, "Hello")]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_OfAClientFromAPath_IsTaken(bool registered)
    {
        var options = new InternLM3Options { Chat = new() { DefaultSystemPrompt = "Be brief." } };
        var services = new ServiceCollection();
        services.AddInternLM3ChatClient(tiny.Folder, options);
        await using var provider = services.BuildServiceProvider();
        await using var made = new InternLM3ChatClient(tiny.Folder, options);
        using var plain = new InternLM3ChatClient(tiny.Model);
        using var written = new InternLM3ChatClient(tiny.Model, options: options.Chat);
        var client = registered ? provider.GetRequiredService<IChatClient>().GetService<InternLM3ChatClient>()! : made;
        ChatMessage[] messages = [new(ChatRole.User, "Hello")];

        var prompt = await client.EncodeAsync(messages);

        Assert.NotEqual(await plain.EncodeAsync(messages), prompt);
        Assert.Equal(await written.EncodeAsync(messages), prompt);
    }

    [Fact]
    public async Task Chat_AModelWasLoadedWith_HoldsForClientsThatBringNone()
    {
        var options = new InternLM3Options { Chat = new() { DefaultSystemPrompt = "Be brief." }, MaxConcurrentSequences = 1 };
        await using var model = await InternLM3Model.LoadAsync(tiny.Folder, options);
        using var brief = new InternLM3ChatClient(model);
        using var own = new InternLM3ChatClient(model, options: new InternLM3ChatOptions());
        using var written = new InternLM3ChatClient(tiny.Model, options: options.Chat);
        using var plain = new InternLM3ChatClient(tiny.Model);
        ChatMessage[] messages = [new(ChatRole.User, "Hello")];

        Assert.Equal(await written.EncodeAsync(messages), await brief.EncodeAsync(messages));
        Assert.Equal(await plain.EncodeAsync(messages), await own.EncodeAsync(messages));
    }

    [Fact]
    public void Validate_NoOptionsOfTheChat_RefusesByName() =>
        Assert.Equal("Chat", Assert.Throws<UnsupportedOptionException>(() => new InternLM3Options { Chat = null! }.Validate()).Option);

    [Fact]
    public async Task TimeProvider_IsTheClockOfResponses()
    {
        var created = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var options = new InternLM3Options { TimeProvider = new FakeTimeProvider(created), MaxConcurrentSequences = 1 };
        await using var client = new InternLM3ChatClient(tiny.Folder, options);
        await using var over = new InternLM3ChatClient(await InternLM3Model.LoadAsync(tiny.Folder, options), ownsModel: true);

        Assert.Equal(created, (await client.GetResponseAsync("Hello", new() { MaxOutputTokens = 1 })).CreatedAt);
        Assert.Equal(created, (await over.GetResponseAsync("Hello", new() { MaxOutputTokens = 1 })).CreatedAt);
    }

    [Fact]
    public void Equals_EqualOptionsOfTheChat_AreEqual()
    {
        var options = new InternLM3Options { Chat = new() { DefaultSystemPrompt = "Be brief." } };

        Assert.Equal(options, new InternLM3Options { Download = options.Download, Conversion = options.Conversion, Chat = new() { DefaultSystemPrompt = "Be brief." } });
        Assert.NotEqual(options, options with { Chat = new() });
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
