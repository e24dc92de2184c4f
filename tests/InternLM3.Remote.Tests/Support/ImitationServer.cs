using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace InternLM3.Remote.Tests.Support;

/// <summary>A loopback server that records requests and plays answers in the formats of LMDeploy and vLLM.</summary>
public sealed class ImitationServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();

    private ImitationServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            Requests.Add(new RecordedRequest(
                context.Request.Method, context.Request.Path, context.Request.Headers.Authorization, await reader.ReadToEndAsync()));
            if (context.Request.Path == "/v1/models")
            {
                await context.Response.WriteAsync("""{"object":"list","data":[{"id":"internlm3-8b-instruct","object":"model","created":1,"owned_by":"lmdeploy","root":"internlm3-8b-instruct","permission":[]}]}""");
            }
            else if (_answers.TryDequeue(out var answer))
            {
                await answer(context);
            }
            else
            {
                context.Response.StatusCode = 500;
                await context.Response.WriteAsync("""{"message":"nothing is prepared"}""");
            }
        });
    }

    public List<RecordedRequest> Requests { get; } = [];

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>The last chat request's body.</summary>
    public JsonElement Body => JsonDocument.Parse(Requests.Last(request => request.Method == "POST").Body).RootElement;

    /// <summary>The last chat request's messages as role and content.</summary>
    public string[] Messages => [.. Body.GetProperty("messages").EnumerateArray().Select(message => $"{message.GetProperty("role")}|{message.GetProperty("content")}")];

    public static async Task<ImitationServer> StartAsync()
    {
        var server = new ImitationServer();
        await server._app.StartAsync();
        server.Endpoint = new Uri($"{server._app.Urls.Single()}/v1");
        return server;
    }

    /// <summary>Prepares an answer in the imitated format.</summary>
    public ImitationServer Answers(Func<HttpContext, Task> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>Prepares a stream of events, ended by [DONE].</summary>
    public ImitationServer Streams(params string[] events) => Answers(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var e in events)
        {
            await context.Response.WriteAsync($"data: {e}\n\n");
            await context.Response.Body.FlushAsync();
        }

        await context.Response.WriteAsync("data: [DONE]\n\n");
    });

    /// <summary>Prepares LMDeploy's stream of a text in pieces, with its usage.</summary>
    public ImitationServer Says(params string[] pieces) => Streams(
        [.. pieces.Select(piece => Chunk($$"""{"role":"assistant","content":{{JsonSerializer.Serialize(piece)}}}""")), Chunk("""{"role":"assistant","content":""}""", "stop"), Usage]);

    /// <summary>Prepares a refusal.</summary>
    public ImitationServer Refuses(int status, string body, string? retryAfter = null) => Answers(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(body);
    });

    /// <summary>A client over this server that does not retry unless told to.</summary>
    public InternLM3RemoteChatClient Client(RemoteServer kind, Func<InternLM3RemoteOptions, InternLM3RemoteOptions>? configure = null)
    {
        var options = new InternLM3RemoteOptions { Server = kind, MaxRetries = 0 };
        return new InternLM3RemoteChatClient(Endpoint, configure?.Invoke(options) ?? options);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>The usage chunk as LMDeploy and vLLM send it last.</summary>
    public const string Usage =
        """{"id":"7","object":"chat.completion.chunk","created":1737000000,"model":"internlm3-8b-instruct","choices":[],"usage":{"prompt_tokens":20,"total_tokens":27,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":16},"completion_tokens_details":{"reasoning_tokens":3}}}""";

    /// <summary>A chunk of one choice.</summary>
    public static string Chunk(string delta, string? finish = null, string logprobs = "null") =>
        $$"""{"id":"7","object":"chat.completion.chunk","created":1737000000,"model":"internlm3-8b-instruct","choices":[{"index":0,"delta":{{delta}},"logprobs":{{logprobs}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]}""";
}
