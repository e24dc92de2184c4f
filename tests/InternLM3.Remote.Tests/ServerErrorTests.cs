using System.Net;
using InternLM3.Remote.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace InternLM3.Remote.Tests;

public sealed class ServerErrorTests : IAsyncLifetime
{
    private ImitationServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ImitationServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(401, """{"error":{"message":"Invalid key","type":"invalid_request_error"}}""", "Invalid key", "ApiKey")]
    [InlineData(404, """{"object":"error","message":"The model 'x' does not exist.","type":"invalid_request_error","code":404}""", "The model 'x' does not exist.", "ModelId")]
    [InlineData(400, """{"detail":[{"msg":"bad"}]}""", "bad", "400")]
    [InlineData(500, "<html>oops</html>", "<html>oops</html>", "500")]
    public async Task Refusal_CarriesTheServersWords(int status, string body, string said, string hint)
    {
        using var client = _server.Refuses(status, body).Client(RemoteServer.LMDeploy);

        var error = await Assert.ThrowsAsync<RemoteServerException>(() => client.GetResponseAsync("Hi"));

        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Contains(said, error.ServerMessage, StringComparison.Ordinal);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, null, null)]
    public async Task Busy_SaysWhenToComeBack(int status, string? retryAfter, int? seconds)
    {
        using var client = _server.Refuses(status, """{"message":"full"}""", retryAfter).Client(RemoteServer.Vllm);

        var error = await Assert.ThrowsAsync<RemoteServerBusyException>(() => client.GetResponseAsync("Hi"));

        Assert.Equal(seconds, (int?)error.RetryAfter?.TotalSeconds);
        Assert.Equal("full", error.ServerMessage);
    }

    [Fact]
    public async Task Busy_ForAMoment_IsRetriedAfterTheServersWait()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        using var client = _server.Refuses(503, "loading", "5").Says("Hello.").Client(RemoteServer.Vllm, options => options with { MaxRetries = 2, TimeProvider = time });

        var answer = client.GetResponseAsync("Hi");
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("Hello.", (await answer).Text);
        Assert.Equal(2, _server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task Busy_ForLong_IsAnErrorAfterAllRetries()
    {
        using var client = _server.Refuses(429, "full", "0").Refuses(429, "full", "0").Refuses(429, "full", "0").Says("Hello.")
            .Client(RemoteServer.Vllm, options => options with { MaxRetries = 2 });

        await Assert.ThrowsAsync<RemoteServerBusyException>(() => client.GetResponseAsync("Hi"));

        Assert.Equal(3, _server.Requests.Count(request => request.Method == "POST"));
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(504, null)]
    [InlineData(503, "3600")]
    public async Task Failure_ThatMayStillGenerateOrLastsLong_IsNotRetried(int status, string? retryAfter)
    {
        using var client = _server.Refuses(status, "{}", retryAfter).Says("Hello.").Client(RemoteServer.Vllm, options => options with { MaxRetries = 3 });

        await Assert.ThrowsAnyAsync<RemoteServerException>(() => client.GetResponseAsync("Hi"));

        Assert.Single(_server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData("""{"error":{"message":"out of memory","code":500}}""", "out of memory")]
    [InlineData("""{"object":"error","message":"engine died","type":"internal","code":500}""", "engine died")]
    public async Task Error_InTheStream_IsThrownAndNotRetried(string e, string said)
    {
        using var client = _server.Streams(ImitationServer.Chunk("""{"content":"Hel"}"""), e).Says("again").Client(RemoteServer.LMDeploy, options => options with { MaxRetries = 3 });

        var error = await Assert.ThrowsAsync<RemoteServerException>(() => client.GetResponseAsync("Hi"));

        Assert.Contains(said, error.ServerMessage, StringComparison.Ordinal);
        Assert.Single(_server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Stream_ThatBreaksOff_IsAnError_AfterWhatCame()
    {
        var arrived = new TaskCompletionSource();
        using var client = _server.Answers(async context =>
        {
            await context.Response.WriteAsync($"data: {ImitationServer.Chunk("""{"content":"Hel"}""")}\n\n");
            await context.Response.Body.FlushAsync();
            await arrived.Task;
            context.Abort();
        }).Client(RemoteServer.LMDeploy);
        var text = "";

        await Assert.ThrowsAsync<RemoteServerException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hi"))
            {
                text += update.Text;
                arrived.TrySetResult();
            }
        });

        Assert.Equal("Hel", text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("abort")]
    public async Task Stream_WithoutAFinishReasonOfOurs_IsAnError(string? finish)
    {
        using var client = _server.Streams(ImitationServer.Chunk("""{"content":"Hel"}""", finish)).Client(RemoteServer.LMDeploy);

        await Assert.ThrowsAsync<RemoteServerException>(() => client.GetResponseAsync("Hi"));
    }

    [Fact]
    public async Task Silence_EndsWithAnErrorThatNamesTheOption()
    {
        using var client = _server.Answers(context => Task.Delay(Timeout.Infinite, context.RequestAborted))
            .Client(RemoteServer.LMDeploy, options => options with { Timeout = TimeSpan.FromMilliseconds(200) });

        var error = await Assert.ThrowsAsync<RemoteServerException>(() => client.GetResponseAsync("Hi"));

        Assert.Contains("Timeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_IsACancellation_AndReachesTheServer()
    {
        using var cancellation = new CancellationTokenSource();
        var gone = new TaskCompletionSource();
        using var client = _server.Answers(async context =>
        {
            context.RequestAborted.Register(gone.SetResult);
            await context.Response.WriteAsync($"data: {ImitationServer.Chunk("""{"content":"Hel"}""")}\n\n");
            await context.Response.Body.FlushAsync();
            await gone.Task;
        }).Client(RemoteServer.LMDeploy);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetStreamingResponseAsync("Hi", cancellationToken: cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Nobody_IsAnErrorThatNamesTheAddress()
    {
        var endpoint = _server.Endpoint;
        await _server.DisposeAsync();
        using var client = new InternLM3RemoteChatClient(endpoint, new InternLM3RemoteOptions { MaxRetries = 0 });

        var error = await Assert.ThrowsAsync<RemoteServerException>(() => client.GetResponseAsync("Hi"));

        Assert.Contains(endpoint.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Null(error.StatusCode);
    }
}
