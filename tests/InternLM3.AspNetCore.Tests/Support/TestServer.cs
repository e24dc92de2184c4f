using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>The endpoints on a free port of this machine, over Kestrel, as in an application.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, RecordingLoggerProvider log, HttpClient http)
    {
        (_app, Log, Http) = (app, log, http);
        Http.Timeout = TimeSpan.FromMinutes(5);
    }

    public HttpClient Http { get; }

    public Uri Address => Http.BaseAddress!;

    /// <summary>What the server logged.</summary>
    public RecordingLoggerProvider Log { get; }

    /// <summary>Starts the endpoints over a client.</summary>
    /// <param name="client">What answers.</param>
    /// <param name="options">The endpoints' options.</param>
    /// <param name="inProcess">Whether requests come to the pipeline without a socket: for tests of very many requests.</param>
    /// <param name="log">The least that is kept of the log; what is kept costs memory.</param>
    /// <param name="before">Adds middleware in front of the endpoints.</param>
    public static async Task<TestServer> StartAsync(
        InternLM3ChatClient client, InternLM3OpenAIOptions? options = null, bool inProcess = false, LogLevel log = LogLevel.Debug, Action<IApplicationBuilder>? before = null)
    {
        var entries = new RecordingLoggerProvider();
        var builder = WebApplication.CreateBuilder();
        if (inProcess)
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            UseKestrel(builder.WebHost);
        }

        builder.Logging.ClearProviders().AddProvider(entries).SetMinimumLevel(log);
        builder.Services.AddInternLM3ChatClient(client);
        var app = builder.Build();
        before?.Invoke(app);
        app.MapInternLM3OpenAI(options);
        await app.StartAsync();
        return new TestServer(app, entries, inProcess ? app.GetTestClient() : Client(app));
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

    /// <summary>A client that leaves when it lets a response go; by default it would read on for two seconds to save the connection.</summary>
    private static HttpClient Client(WebApplication app) =>
        new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero, MaxResponseDrainSize = 0 }) { BaseAddress = new Uri(app.Urls.Single()) };

    /// <summary>Kestrel on a free port, with small buffers and no least rate, so that a reader may be as slow as a test wants.</summary>
    private static void UseKestrel(IWebHostBuilder host)
    {
        host.UseUrls("http://127.0.0.1:0");
        host.UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint =>
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = 8192;
            return socket;
        });
        host.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
