using InternLM3;
using InternLM3.AspNetCore;
using InternLM3.AspNetCore.Chat;
using InternLM3.AspNetCore.Completions;
using InternLM3.AspNetCore.Metrics;
using InternLM3.AspNetCore.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps OpenAI-compatible endpoints over InternLM3.</summary>
public static class InternLM3EndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>/v1/chat/completions</c>, <c>/v1/completions</c>, <c>/v1/models</c>, <c>/v1/embeddings</c> (refused), <c>/tokenize</c>,
    /// <c>/detokenize</c>, <c>/health</c> (with <c>/live</c> and <c>/ready</c>) and <c>/metrics</c> over the registered InternLM3
    /// client, its middleware included. The model begins to load when the application has started; until it is loaded requests get 503.
    /// </summary>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <returns>The endpoints, to add conventions to: CORS, rate limits, authorization of the application's own.</returns>
    /// <exception cref="InternLM3Exception">No InternLM3 client is registered, or an option is out of its range.</exception>
    public static IEndpointConventionBuilder MapInternLM3OpenAI(
        this IEndpointRouteBuilder endpoints, InternLM3OpenAIOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        options ??= new InternLM3OpenAIOptions();
        options.Validate();
        var services = endpoints.ServiceProvider;
        var client = (options.ServiceKey is { } key ? services.GetKeyedService<IChatClient>(key) : services.GetService<IChatClient>())
            ?? throw new InternLM3Exception("There is no chat client to serve: register one with AddInternLM3ChatClient.");
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        var lifetime = services.GetService<IHostApplicationLifetime>();

        var served = new ServedModel(client, options, loggers.CreateLogger("InternLM3.AspNetCore.Loading"));
        var counter = new RequestCounter();
        var metrics = new EngineMetrics(counter);
        var shutdown = new Shutdown(lifetime, options.ShutdownGrace, options.TimeProvider);
        var gate = new Gate(new ApiKeys(options.ApiKeys), shutdown, counter, options, loggers.CreateLogger("InternLM3.AspNetCore"));
        var admission = new Admission(options.MaxConcurrentRequests);
        lifetime?.ApplicationStarted.Register(served.BeginLoading);
        lifetime?.ApplicationStopped.Register(metrics.Dispose);

        var chat = new ChatEndpoint(served, admission, options);
        var completions = new CompletionEndpoint(served, admission, options);
        var tokens = new TokenizeEndpoint(served, options);
        var information = new InformationEndpoints(served, shutdown, metrics);
        var group = endpoints.MapGroup("");
        Post("/v1/chat/completions", chat.HandleAsync);
        Post("/v1/completions", completions.HandleAsync);
        Post("/v1/embeddings", InformationEndpoints.EmbeddingsAsync);
        Post("/tokenize", tokens.TokenizeAsync);
        Post("/detokenize", tokens.DetokenizeAsync);
        Get("/v1/models", information.ModelsAsync);
        Get("/v1/models/{**id}", information.ModelAsync);
        Get("/metrics", information.MetricsAsync);
        group.MapGet("/health", information.ReadyAsync);
        group.MapGet("/health/ready", information.ReadyAsync);
        group.MapGet("/health/live", InformationEndpoints.LiveAsync);
        return group;

        void Post(string path, Func<HttpContext, CancellationToken, Task> handle) => group.MapPost(path, gate.Before(path, handle));
        void Get(string path, Func<HttpContext, CancellationToken, Task> handle) => group.MapGet(path, gate.Before(path, handle));
    }
}
