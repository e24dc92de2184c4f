using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.SemanticKernel.Tests;

public sealed class InternLM3ChatCompletionServiceCollectionExtensionsTests(TinyModel tiny)
{
    private static readonly InternLM3PromptExecutionSettings s_greedy = new() { Temperature = 0 };

    [Theory]
    [InlineData(null)]
    [InlineData("local")]
    public async Task AddInternLM3ChatCompletion_Path_Answers(string? serviceId)
    {
        var services = new ServiceCollection();
        Assert.Same(services, services.AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, tiny.Options, serviceId));
        await AssertAnswersAsync(services, serviceId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("local")]
    public async Task AddInternLM3ChatCompletion_Client_AnswersAndStaysTheCallers(string? serviceId)
    {
        var services = new ServiceCollection();
        Assert.Same(services, services.AddInternLM3ChatCompletion(tiny.Client, serviceId));
        await AssertAnswersAsync(services, serviceId);
        Assert.NotEmpty((await tiny.Client.GetResponseAsync("Who are you?")).Text);
    }

    [Fact]
    public async Task AddInternLM3ChatClient_Client_AnswersAndStaysTheCallers()
    {
        foreach (var key in new[] { null, "local" })
        {
            var services = new ServiceCollection();
            services.AddInternLM3ChatClient(tiny.Client, key);
            await using (var provider = services.BuildServiceProvider())
            {
                var client = key is null ? provider.GetRequiredService<IChatClient>() : provider.GetRequiredKeyedService<IChatClient>(key);
                Assert.NotEmpty((await client.GetResponseAsync("Who are you?")).Text);
                Assert.Same(tiny.Client, client.GetService<InternLM3ChatClient>());
            }

            Assert.NotEmpty((await tiny.Client.GetResponseAsync("Who are you?")).Text);
        }
    }

    [Fact]
    public async Task AddInternLM3ChatCompletion_TwoServiceIds_AreToldApart()
    {
        var services = new ServiceCollection();
        services.AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, tiny.Options with { ModelId = "one" }, "first");
        services.AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, tiny.Options with { ModelId = "two" }, "second");
        await using var provider = services.BuildServiceProvider();
        foreach (var (serviceId, modelId) in new[] { ("first", "one"), ("second", "two") })
        {
            var service = provider.GetRequiredKeyedService<IChatCompletionService>(serviceId);
            Assert.Same(service, provider.GetRequiredKeyedService<IChatCompletionService>(serviceId));
            Assert.Equal(modelId, (await service.GetChatMessageContentAsync("Who are you?", s_greedy)).ModelId);
        }

        Assert.Null(provider.GetService<IChatCompletionService>());
    }

    [Fact]
    public void AddInternLM3ChatCompletion_OptionOutOfRange_IsRefusedAtOnce()
    {
        var services = new ServiceCollection();
        var error = Assert.Throws<UnsupportedOptionException>(
            () => services.AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, new InternLM3Options { ContextLength = 0 }));
        Assert.Equal(nameof(InternLM3Options.ContextLength), error.Option);
        error = Assert.Throws<UnsupportedOptionException>(
            () => services.AddInternLM3ChatCompletion(InternLM3Tiny.CheckpointPath, new InternLM3Options { Loading = (ModelLoading)7 }));
        Assert.Equal(nameof(InternLM3Options.Loading), error.Option);
        Assert.Empty(services);
    }

    [Fact]
    public void AddInternLM3ChatCompletion_Nothing_IsRefused()
    {
        var services = new ServiceCollection();
        Assert.Throws<ArgumentNullException>(() => InternLM3ChatCompletionServiceCollectionExtensions.AddInternLM3ChatCompletion(null!, "folder"));
        Assert.Throws<ArgumentNullException>(() => services.AddInternLM3ChatCompletion((string)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddInternLM3ChatCompletion((InternLM3ChatClient)null!));
        Assert.Throws<ArgumentException>(() => services.AddInternLM3ChatCompletion(" "));
    }

    private static async Task AssertAnswersAsync(IServiceCollection services, string? serviceId)
    {
        await using var provider = services.BuildServiceProvider();
        var service = serviceId is null
            ? provider.GetRequiredService<IChatCompletionService>()
            : provider.GetRequiredKeyedService<IChatCompletionService>(serviceId);
        Assert.Contains("The Bund", (await service.GetChatMessageContentAsync(TinyModel.ScenicSpots, s_greedy)).Content, StringComparison.Ordinal);
    }
}
