using InternLM3;
using InternLM3.DependencyInjection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers InternLM3 as an <see cref="IChatClient"/>.</summary>
public static class InternLM3ServiceCollectionExtensions
{
    /// <summary>Registers a singleton <see cref="IChatClient"/> over a model folder or checkpoint folder.</summary>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">The folder.</param>
    /// <param name="options">Options, or null for the defaults. They are checked here; the model is loaded as they say.</param>
    /// <param name="serviceKey">The key to register under, or null for none.</param>
    /// <returns>A builder that adds middleware (function invocation, telemetry, caching) around the client.</returns>
    /// <remarks>Registrations of one path with equal options share one loaded model.</remarks>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static ChatClientBuilder AddInternLM3ChatClient(
        this IServiceCollection services, string modelPath, InternLM3Options? options = null, object? serviceKey = null)
    {
        var key = services.AddInternLM3Model(modelPath, options);
        return serviceKey is null
            ? services.AddChatClient(provider => key.Resolve(provider))
            : services.AddKeyedChatClient(serviceKey, provider => key.Resolve(provider));
    }

    /// <summary>Registers a singleton <see cref="IChatClient"/> over a client that exists; it stays the caller's to dispose.</summary>
    /// <param name="services">The services.</param>
    /// <param name="client">The client.</param>
    /// <param name="serviceKey">The key to register under, or null for none.</param>
    public static ChatClientBuilder AddInternLM3ChatClient(this IServiceCollection services, InternLM3ChatClient client, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(client);
        var borrowed = new BorrowedChatClient(client);
        return serviceKey is null ? services.AddChatClient(borrowed) : services.AddKeyedChatClient(serviceKey, borrowed);
    }

    /// <summary>Registers the client of one path and options, once however often it is asked for.</summary>
    internal static InternLM3ModelKey AddInternLM3Model(this IServiceCollection services, string modelPath, InternLM3Options? options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelPath);
        options ??= new InternLM3Options();
        options.Validate();
        var key = new InternLM3ModelKey(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelPath)), options);
        services.TryAddKeyedSingleton(key, (_, _) => new InternLM3ChatClient(key.Path, key.Options));
        return key;
    }
}
