using InternLM3.Tests.Support;
using InternLM3.Tiny;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

[assembly: AssemblyFixture(typeof(TinyModel))]

namespace InternLM3.Tests.Support;

/// <summary>InternLM3-Tiny, converted into a cache of its own and loaded once for all tests that only ask it something.</summary>
public sealed class TinyModel : IAsyncLifetime
{
    public const string ScenicSpots = "Please tell me five scenic spots in Shanghai";

    private readonly TemporaryFolder _cache = new();

    public TinyModel()
    {
        Options = new InternLM3Options { CacheDirectory = _cache.Path };
        Client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, Options);
        Service = Kernel.CreateBuilder().AddInternLM3ChatCompletion(Client).Build().GetRequiredService<IChatCompletionService>();
    }

    public InternLM3Options Options { get; }

    public InternLM3ChatClient Client { get; }

    public IChatCompletionService Service { get; }

    public async ValueTask InitializeAsync() => await Client.GetModelAsync();

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _cache.Dispose();
    }

    /// <summary>The whole answer.</summary>
    public async Task<ChatMessageContent> AnswerAsync(ChatHistory history, PromptExecutionSettings? settings = null) =>
        Assert.Single(await Service.GetChatMessageContentsAsync(history, settings));

    /// <summary>The whole answer to one question.</summary>
    public Task<ChatMessageContent> AnswerAsync(string question, PromptExecutionSettings? settings = null) =>
        AnswerAsync(new ChatHistory().Asking(question), settings);

    /// <summary>The pieces of a streamed answer.</summary>
    public async Task<List<StreamingChatMessageContent>> StreamAsync(string question, PromptExecutionSettings? settings = null)
    {
        var pieces = new List<StreamingChatMessageContent>();
        await foreach (var piece in Service.GetStreamingChatMessageContentsAsync(new ChatHistory().Asking(question), settings))
        {
            pieces.Add(piece);
        }

        return pieces;
    }
}
