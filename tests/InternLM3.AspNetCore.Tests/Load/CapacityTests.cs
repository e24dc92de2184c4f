using System.Net;
using InternLM3.AspNetCore.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.AspNetCore.Tests.Load;

/// <summary>What happens when there is no room, no model, or no more time.</summary>
[Collection(EngineAlone.Name)]
public sealed class CapacityTests(TinyServer tiny)
{
    [Fact]
    public async Task Chat_QueueIsFull_Is429WithRetryAfterAndTheOthersAreAnswered()
    {
        await using var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options with { MaxQueueLength = 1 });
        await client.GetModelAsync();
        await using var server = await TestServer.StartAsync(client);
        var alone = await (await server.OpenAsync(Stream("Who are you?"))).TextAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 48).Select(_ => server.OpenAsync(Stream("Who are you?"))));

        Assert.All(responses, response => Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests));
        var refused = responses.Where(response => response.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, response => Assert.True(response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1)));
        foreach (var response in responses.Except(refused))
        {
            Assert.Equal(alone, await response.TextAsync());
        }
    }

    [Fact]
    public async Task Chat_NoPlace_Is429()
    {
        await using var server = await TestServer.StartAsync(tiny.Client, new InternLM3OpenAIOptions { MaxConcurrentRequests = 1, RetryAfter = TimeSpan.FromSeconds(7) });
        using var meter = new EngineMeter();
        using var held = await server.OpenAsync(StreamReading.LongChat(3000));
        using var refused = await server.PostAsync("/v1/chat/completions", ScriptedServer.Hello);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter!.Delta);
        held.Dispose();
        await meter.UntilAsync(m => m.Running == 0);
    }

    [Fact]
    public async Task Chat_ModelCannotBeLoaded_Is503AndLogged()
    {
        await using var client = new InternLM3ChatClient(Path.Combine(Path.GetTempPath(), "internlm3-no-such-model"), tiny.Options);
        await using var server = await TestServer.StartAsync(client);
        using var response = await server.PostAsync("/v1/chat/completions", ScriptedServer.Hello);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Http.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/health/live")).StatusCode);
        Assert.Contains("internlm3-no-such-model", await server.Log.FirstError.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_ModelLoadsMeanwhile_Is503ThenAnswered()
    {
        await using var late = new LateModel();
        await using var server = await TestServer.StartAsync(late.Client);
        await server.ChatAsync(ScriptedServer.Hello, HttpStatusCode.ServiceUnavailable);
        late.Release();
        await late.Client.GetModelAsync();
        await server.ChatAsync(ScriptedServer.Hello);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task Stop_LongGrace_LetsStreamsEndWhole()
    {
        var server = await TestServer.StartAsync(tiny.Client);
        await using (server)
        {
            using var response = await server.OpenAsync(StreamReading.LongChat(100));
            var stopping = server.StopAsync();
            Assert.True((await response.TextAsync()).IsWhole);
            await stopping;
        }
    }

    [Fact]
    public async Task Stop_ShortGrace_EndsStreamsWithAnError()
    {
        await using var server = await TestServer.StartAsync(tiny.Client, new InternLM3OpenAIOptions { ShutdownGrace = TimeSpan.FromMilliseconds(1) });
        using var response = await server.OpenAsync(StreamReading.LongChat(3000));
        var stopping = server.StopAsync();
        var last = "";
        await foreach (var data in response.EventsAsync())
        {
            last = data;
        }

        await stopping;
        Assert.Equal("shutting_down", TestServer.Parse(last).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Chat_ClientDisposed_Is503()
    {
        var client = new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, tiny.Options);
        await client.GetModelAsync();
        await using var server = await TestServer.StartAsync(client);
        await client.DisposeAsync();
        using var response = await server.PostAsync("/v1/chat/completions", ScriptedServer.Hello);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private static string Stream(string question) => $$"""{"messages": [{"role": "user", "content": "{{question}}"}], "temperature": 0, "max_tokens": 64, "stream": true}""";
}
