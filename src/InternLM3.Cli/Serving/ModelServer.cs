using System.Net;
using InternLM3.Hosting;
using InternLM3.Tiny;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InternLM3.Cli.Serving;

/// <summary>The server: Kestrel, the model, and OpenAI's endpoints over it.</summary>
internal static class ModelServer
{
    // Requests have 20 seconds of it to end by themselves, then an error of their own.
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Serves until the token is set or the process is told to stop. The port answers at once; requests get 503 while the model loads.</summary>
    public static async Task RunAsync(ServeArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (arguments.Model == ModelSelection.TinyName)
        {
            await error.WriteLineAsync(InternLM3Tiny.Notice).ConfigureAwait(false);
        }

        using var client = new InternLM3ChatClient(ModelSelection.PathOf(arguments.Model), arguments.Loading);
        var app = Create(arguments, client);
        await using (app.ConfigureAwait(false))
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            await WarnAsync(arguments, error).ConfigureAwait(false);
            try
            {
                // Loading, and a first token: what fails here ends the server instead of every request.
                await new InternLM3WarmUp(client).StartAsync(cancellationToken).ConfigureAwait(false);
                await output.WriteLineAsync($"{arguments.Endpoints.ModelName ?? ((Microsoft.Extensions.AI.ChatClientMetadata)client.GetService(typeof(Microsoft.Extensions.AI.ChatClientMetadata))!).DefaultModelId} on {string.Join(" ", app.Urls)} (Ctrl+C ends)").ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static WebApplication Create(ServeArguments arguments, InternLM3ChatClient client)
    {
        // The folder somebody happens to stand in configures nothing.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        if (arguments.ConfigurationFile is { } file)
        {
            builder.Configuration.AddJsonFile(file, optional: false);
        }

        if (IsLoopback(arguments.Host))
        {
            // A page elsewhere whose name is made to point here (DNS rebinding) is refused by the name.
            builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        }

        // Kestrel binds both loopbacks for "localhost", and takes a free port for an address only.
        var host = arguments is { Port: 0, Host: "localhost" } ? "127.0.0.1" : arguments.Host.Contains(':') ? $"[{arguments.Host.Trim('[', ']')}]" : arguments.Host;
        builder.WebHost.UseUrls(FormattableString.Invariant($"{(arguments.Https ? "https" : "http")}://{host}:{arguments.Port}"));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(arguments.LogLevel);
        builder.Logging.AddFilter("Microsoft", arguments.LogLevel < LogLevel.Warning ? arguments.LogLevel : LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = s_shutdownTimeout);
        builder.Services.AddInternLM3ChatClient(client);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.AllowAnyHeader().AllowAnyMethod();
            _ = arguments.Origins.Contains("*") ? policy.AllowAnyOrigin() : policy.WithOrigins([.. arguments.Origins]);
        }));
        var app = builder.Build();
        if (arguments.Origins.Count > 0)
        {
            app.UseCors();
        }

        app.MapInternLM3OpenAI(arguments.Endpoints);
        app.MapInternLM3ChatPage();
        return app;
    }

    private static async Task WarnAsync(ServeArguments arguments, TextWriter error)
    {
        if (!IsLoopback(arguments.Host) && arguments.Endpoints.ApiKeys.Count == 0)
        {
            await error.WriteLineAsync(
                $"Warning: everybody who reaches {arguments.Host}:{arguments.Port} is answered. Give --api-keys, or leave out --server-name to serve this machine only.").ConfigureAwait(false);
        }
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
