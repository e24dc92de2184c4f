using InternLM3.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace InternLM3.Tests.Support.Serving;

/// <summary>OpenAI's endpoints over a client of ours, on a free port of this machine.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    /// <summary>Where its API begins.</summary>
    public Uri Endpoint => new(new Uri(_app.Urls.Single()), "v1");

    /// <summary>Starts it.</summary>
    public static async Task<LoopbackServer> StartAsync(InternLM3ChatClient client, InternLM3OpenAIOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddInternLM3ChatClient(client);
        var app = builder.Build();
        app.MapInternLM3OpenAI(options);
        await app.StartAsync();
        return new LoopbackServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
