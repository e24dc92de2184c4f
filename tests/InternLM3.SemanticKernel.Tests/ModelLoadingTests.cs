using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace InternLM3.SemanticKernel.Tests;

/// <summary>When and how often a registered model is loaded.</summary>
public sealed class ModelLoadingTests(TinyModel tiny)
{
    private const int Callers = 32;

    [Theory]
    [InlineData(ModelLoading.OnFirstRequest)]
    [InlineData(ModelLoading.OnConstruction)]
    public async Task FirstRequests_ManyAtOnce_ShareOneModel(ModelLoading loading)
    {
        await using var provider = Provider(InternLM3Tiny.CheckpointPath, loading);
        using var gate = new Barrier(Callers);
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Factory.StartNew(
            async () =>
            {
                gate.SignalAndWait();
                var client = provider.GetRequiredService<IChatClient>();
                var model = await client.GetService<InternLM3ChatClient>()!.GetModelAsync();
                var answer = await AnswerAsync(provider);
                return (Client: client, Model: model, Answer: answer);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());
        var seen = await Task.WhenAll(callers);
        Assert.Single(seen.Distinct());
    }

    [Fact]
    public async Task Completion_AndChatClientOfOnePath_ShareOneModel()
    {
        await using var provider = Provider(InternLM3Tiny.CheckpointPath + Path.DirectorySeparatorChar, ModelLoading.OnFirstRequest, services =>
        {
            services.AddInternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { Chat = new() }, serviceKey: "again");
            services.AddInternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { ContextLength = 512 }, serviceKey: "other");
        });
        var client = provider.GetRequiredService<IChatClient>();
        Assert.Null(client.GetService<InternLM3Model>());

        // Only the completion service is asked; that the chat client's model is loaded then shows that it is the same.
        await AnswerAsync(provider);
        var model = client.GetService<InternLM3Model>();
        Assert.NotNull(model);
        Assert.Same(model, await provider.GetRequiredKeyedService<IChatClient>("again").GetService<InternLM3ChatClient>()!.GetModelAsync());

        var other = await provider.GetRequiredKeyedService<IChatClient>("other").GetService<InternLM3ChatClient>()!.GetModelAsync();
        Assert.NotSame(model, other);
        Assert.Equal(512, other.ContextLength);
    }

    [Fact]
    public async Task OnConstruction_GoodFolder_IsLoadedWhenResolved()
    {
        await using var provider = Provider(InternLM3Tiny.CheckpointPath, ModelLoading.OnConstruction);
        Assert.NotNull(provider.GetRequiredService<IChatClient>().GetService<InternLM3Model>());
    }

    [Fact]
    public async Task OnConstruction_BadFolder_ThrowsWhenResolved()
    {
        using var folder = new TemporaryFolder();
        await using var provider = Provider(folder.Path, ModelLoading.OnConstruction);
        Assert.Throws<ModelFormatException>(() => provider.GetRequiredService<IChatCompletionService>());
        Assert.Throws<ModelFormatException>(() => provider.GetRequiredService<IChatClient>());
    }

    [Fact]
    public async Task OnFirstRequest_BadFolder_ThrowsWhenAskedAndWorksOnceRepaired()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(InternLM3Tiny.CheckpointPath))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        File.Delete(folder["config.json"]);
        await using var provider = Provider(folder.Path, ModelLoading.OnFirstRequest);
        var service = provider.GetRequiredService<IChatCompletionService>();
        var error = await Assert.ThrowsAsync<ModelFormatException>(() => service.GetChatMessageContentAsync("Who are you?"));
        Assert.Equal(folder["config.json"], error.File);

        File.Copy(Path.Combine(InternLM3Tiny.CheckpointPath, "config.json"), folder["config.json"]);
        Assert.NotEmpty((await service.GetChatMessageContentAsync("Who are you?")).Content!);
    }

    private static async Task<string?> AnswerAsync(IServiceProvider provider) =>
        (await provider.GetRequiredService<IChatCompletionService>().GetChatMessageContentAsync(
            "Who are you?", new InternLM3PromptExecutionSettings { Temperature = 0 })).Content;

    private ServiceProvider Provider(string path, ModelLoading loading, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddInternLM3ChatCompletion(path, tiny.Options with { Loading = loading });
        services.AddInternLM3ChatClient(path, tiny.Options with { Loading = loading });
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
