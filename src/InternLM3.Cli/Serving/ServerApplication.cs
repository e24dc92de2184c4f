using InternLM3.Cli.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace InternLM3.Cli.Serving;

/// <summary>The server's application: Kestrel, the model's endpoints and the chat page.</summary>
internal static class ServerApplication
{
    // Of these, requests have 20 seconds to end by themselves; then they end with an error.
    private static readonly TimeSpan s_shutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Creates the application; it does not listen yet.</summary>
    /// <exception cref="UnsupportedOptionException">The configuration cannot be read.</exception>
    public static WebApplication Create(ServeArguments arguments, InternLM3ChatClient client)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [],

            // The base of relative certificate paths.
            ContentRootPath = Path.GetDirectoryName(arguments.ConfigurationFile) ?? AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        Configure(builder.Configuration, arguments.ConfigurationFile);
        Listening.Configure(builder, arguments);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(arguments.LogLevel);
        builder.Logging.AddFilter("Microsoft", arguments.LogLevel < LogLevel.Warning ? arguments.LogLevel : LogLevel.Warning);

        // The command reports a failed start or load in one sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("InternLM3.AspNetCore.Loading", LogLevel.None);
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

    /// <summary>Keeps the environment's configuration and adds the named file, but no other JSON file from its folder.</summary>
    private static void Configure(ConfigurationManager configuration, string? file)
    {
        foreach (var source in configuration.Sources.OfType<JsonConfigurationSource>().ToArray())
        {
            configuration.Sources.Remove(source);
        }

        if (file is null)
        {
            return;
        }

        try
        {
            configuration.AddJsonFile(file, optional: false);
        }
        catch (InvalidDataException e)
        {
            throw new UnsupportedOptionException(ServeCommandLine.ConfigOption, $"{file} cannot be read: {e.GetBaseException().Message}");
        }
    }
}
