using InternLM3;
using InternLM3.Remote;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers InternLM3 on a remote server as an <see cref="IChatClient"/>, beside the registration of the model in process.
/// </summary>
public static class InternLM3RemoteServiceCollectionExtensions
{
    /// <summary>Registers a singleton <see cref="IChatClient"/> over a remote server.</summary>
    /// <param name="services">The services.</param>
    /// <param name="endpoint">The server's API, for example <c>http://host:23333/v1</c>.</param>
    /// <param name="options">Options, or null for the defaults. They are checked here; nothing is sent before the first request.</param>
    /// <param name="serviceKey">The key to register under, or null for none.</param>
    /// <returns>A builder that adds middleware (function invocation, telemetry, caching) around the client.</returns>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static ChatClientBuilder AddInternLM3ChatClient(
        this IServiceCollection services, Uri endpoint, InternLM3RemoteOptions? options = null, object? serviceKey = null)
    {
        var create = Creation(services, endpoint, options);
        return serviceKey is null ? services.AddChatClient(create) : services.AddKeyedChatClient(serviceKey, create);
    }

    /// <summary>Returns a factory of clients. A mistake in the address or the options is thrown here, not by the factory.</summary>
    internal static Func<IServiceProvider, InternLM3RemoteChatClient> Creation(
        IServiceCollection services, Uri endpoint, InternLM3RemoteOptions? options)
    {
        ArgumentNullException.ThrowIfNull(services);
        InternLM3RemoteChatClient.RequireUsable(endpoint, options);
        return provider => new InternLM3RemoteChatClient(endpoint, options, provider.GetService<ILoggerFactory>());
    }
}
