using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace InternLM3.Conformance;

/// <summary>Behind and in front of <see cref="DistributedCachingChatClient"/>.</summary>
public abstract partial class ChatClientConformance
{
    [Fact]
    public async Task Caching_WithoutACache_AnswersVary()
    {
        // Words the model does not know: to those it knows it may have learned one answer by heart.
        var answers = new HashSet<string>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await AskAsync(Client, streaming: false, "Zuf kelo bramp, drunai vosk?", Sampled())).Text);
        }

        Assert.True(answers.Count > 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caching_TheSamePrompt_IsAnsweredFromTheCache(bool streaming)
    {
        var recorder = new RecordingChatClient(Client);
        var client = recorder.AsBuilder().UseDistributedCache(Cache()).Build();

        var first = await AskAsync(client, streaming, "Tell me a joke.", Sampled());
        var second = await AskAsync(client, streaming, "Tell me a joke.", Sampled());
        var other = await AskAsync(client, streaming, "Hello", Sampled());

        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.FinishReason, second.FinishReason);
        Assert.Equal(first.Usage!.TotalTokenCount, second.Usage!.TotalTokenCount);
        Assert.NotEqual(first.Text, other.Text);
        Assert.Equal(2, recorder.Requests.Count);
    }

    [Fact]
    public async Task Caching_AroundFunctionInvocation_CallsNothingAgain()
    {
        var cities = new List<string>();
        var recorder = new RecordingChatClient(Client);
        var client = recorder.AsBuilder().UseDistributedCache(Cache()).UseFunctionInvocation().Build();

        var first = await AskAsync(client, streaming: false, Weather, Greedy(GetWeather(cities)));
        var second = await AskAsync(client, streaming: false, Weather, Greedy(GetWeather(cities)));

        Assert.Equal(first.Text, second.Text);
        Assert.Single(cities);
        Assert.Equal(2, recorder.Requests.Count);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public async Task Caching_InsideFunctionInvocation_AsksAgainOnlyForAnotherResult(bool changes, int requests)
    {
        var invocations = 0;
        var weather = AIFunctionFactory.Create((string city) => $"shaim {(++invocations == 1 || !changes ? 42 : 7)}", "get_weather", "Get the weather.");
        var recorder = new RecordingChatClient(Client);
        var client = recorder.AsBuilder().UseFunctionInvocation().UseDistributedCache(Cache()).Build();

        var first = await AskAsync(client, streaming: false, Weather, Greedy(weather));
        var second = await AskAsync(client, streaming: false, Weather, Greedy(weather));

        Assert.Equal(2, invocations);
        Assert.Contains("shaim 42", first.Text, StringComparison.Ordinal);
        Assert.Contains(changes ? "shaim 7" : "shaim 42", second.Text, StringComparison.Ordinal);
        Assert.Equal(requests, recorder.Requests.Count);
    }

    private static MemoryDistributedCache Cache() => new(Options.Create(new MemoryDistributedCacheOptions()));
}
