using InternLM3;
using InternLM3.DependencyInjection;
using InternLM3.Hosting;
using InternLM3.Loading;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers InternLM3 as an <see cref="IChatClient"/>.</summary>
public static class InternLM3ServiceCollectionExtensions
{
    /// <summary>Registers a singleton <see cref="IChatClient"/> over a model folder, a checkpoint folder or a repository.</summary>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">
    /// The folder, or a repository, <c>owner/name[@revision]</c>, which is downloaded if <see cref="InternLM3Options.AllowDownload"/> says
    /// so.
    /// </param>
    /// <param name="options">Options, or null for the defaults. They are checked here; the model is loaded as they say.</param>
    /// <param name="serviceKey">The key to register under, or null for none.</param>
    /// <returns>A builder that adds middleware (function invocation, telemetry, caching) around the client.</returns>
    /// <remarks>Registrations of one path with equal options share one loaded model.</remarks>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static ChatClientBuilder AddInternLM3ChatClient(
        this IServiceCollection services, string modelPath, InternLM3Options? options = null, object? serviceKey = null)
    {
        var model = services.AddInternLM3Model(modelPath, options);
        return serviceKey is null
            ? services.AddChatClient(provider => model.Resolve(provider))
            : services.AddKeyedChatClient(serviceKey, provider => model.Resolve(provider));
    }

    /// <summary>Registers a singleton <see cref="IChatClient"/> over a client that exists; it stays the caller's to dispose.</summary>
    /// <param name="services">The services.</param>
    /// <param name="client">The client.</param>
    /// <param name="serviceKey">The key to register under, or null for none.</param>
    public static ChatClientBuilder AddInternLM3ChatClient(
        this IServiceCollection services, InternLM3ChatClient client, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(client);
        var borrowed = new BorrowedChatClient(client);
        return serviceKey is null ? services.AddChatClient(borrowed) : services.AddKeyedChatClient(serviceKey, borrowed);
    }

    /// <summary>
    /// Loads the model while the application starts, so that the first caller does not wait; the start fails if the load does.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">
    /// The path the client is registered with. Path and options together stand for the model: with another path this is another model,
    /// loaded beside the client's.
    /// </param>
    /// <param name="options">
    /// Options equal to those the client is registered with; with others this is another model, loaded beside the client's.
    /// </param>
    public static IServiceCollection AddInternLM3WarmUp(
        this IServiceCollection services, string modelPath, InternLM3Options? options = null)
    {
        var model = services.AddInternLM3Model(modelPath, options);
        return services.AddSingleton<IHostedService>(provider => new InternLM3WarmUp(model.Resolve(provider)));
    }

    /// <summary>Adds a health check that is healthy once the model is loaded: the readiness of the application.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="modelPath">
    /// The path the client is registered with. Path and options together stand for the model: with another path the check is about
    /// another model, which it does not load.
    /// </param>
    /// <param name="options">
    /// Options equal to those the client is registered with; with others the check is about another model, which it does not load.
    /// </param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">The status while the model is not loaded. Default: unhealthy.</param>
    /// <param name="tags">Tags to select the check by.</param>
    public static IHealthChecksBuilder AddInternLM3(
        this IHealthChecksBuilder builder,
        string modelPath,
        InternLM3Options? options = null,
        string name = "internlm3",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var model = builder.Services.AddInternLM3Model(modelPath, options);
        return builder.Add(new HealthCheckRegistration(
            name, provider => new InternLM3HealthCheck(model.Resolve(provider)), failureStatus, tags));
    }

    /// <summary>
    /// Registers the one client of a path and options, and nothing else: the base for a service of your own over a model that others in the
    /// container share. What <see cref="AddInternLM3ChatClient(IServiceCollection, string, InternLM3Options?, object?)"/> and its like
    /// register is this client too.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">
    /// The folder, or a repository, <c>owner/name[@revision]</c>, which is downloaded if <see cref="InternLM3Options.AllowDownload"/> says
    /// so.
    /// </param>
    /// <param name="options">Options, or null for the defaults. They are checked here; the model is loaded as they say.</param>
    /// <returns>A registration that returns the client once there is a container.</returns>
    /// <remarks>A second call with an equal path and options registers nothing and returns an equal registration.</remarks>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static InternLM3ModelRegistration AddInternLM3Model(
        this IServiceCollection services, string modelPath, InternLM3Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelPath);
        options ??= new InternLM3Options();
        options.Validate();
        var model = new InternLM3ModelRegistration(ModelReference.Parse(modelPath).Text, options);
        services.TryAddKeyedSingleton(
            model, (provider, _) => new InternLM3ChatClient(model.Path, model.Options, provider.GetService<ILoggerFactory>()));
        return model;
    }
}
