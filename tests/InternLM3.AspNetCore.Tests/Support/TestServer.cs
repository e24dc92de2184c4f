using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>The endpoints on a free port of this machine, over Kestrel, as in an application.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, RecordingLoggerProvider log)
    {
        (_app, Log) = (app, log);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromMinutes(5) };
    }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    /// <summary>What the server logged.</summary>
    public RecordingLoggerProvider Log { get; }

    public static async Task<TestServer> StartAsync(InternLM3ChatClient client, InternLM3OpenAIOptions? options = null)
    {
        var log = new RecordingLoggerProvider();
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");

        // Small buffers and no least rate, so that a reader may be as slow as a test wants.
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = 8192;
            return socket;
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddInternLM3ChatClient(client);
        var app = builder.Build();
        app.MapInternLM3OpenAI(options);
        await app.StartAsync();
        return new TestServer(app, log);
    }

    /// <summary>Posts a body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json, CancellationToken cancellationToken = default) =>
        Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    /// <summary>Posts a body and reads the answer, whose status has to be this.</summary>
    public async Task<JsonElement> JsonAsync(string path, string json, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var response = await PostAsync(path, json);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        return Parse(text);
    }

    /// <summary>Posts a chat.</summary>
    public Task<JsonElement> ChatAsync(string json, HttpStatusCode status = HttpStatusCode.OK) => JsonAsync("/v1/chat/completions", json, status);

    /// <summary>Begins to stop the application, as a signal does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
