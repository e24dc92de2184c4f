using InternLM3;
using InternLM3.Remote;
using InternLM3.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;

namespace Microsoft.SemanticKernel;

/// <summary>Registers InternLM3 on a remote server as Semantic Kernel's chat completion service.</summary>
public static class InternLM3RemoteChatCompletionExtensions
{
    /// <summary>
    /// Registers a singleton <see cref="IChatCompletionService"/> and <see cref="ITextGenerationService"/> over a remote server.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="endpoint">The server's API, for example <c>http://host:23333/v1</c>.</param>
    /// <param name="options">Options, or null for the defaults. They are checked here; nothing is sent before the first request.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static IServiceCollection AddInternLM3ChatCompletion(
        this IServiceCollection services, Uri endpoint, InternLM3RemoteOptions? options = null, string? serviceId = null)
    {
        var create = InternLM3RemoteServiceCollectionExtensions.Creation(services, endpoint, options);
        var key = new object();
        return services
            .AddKeyedSingleton(key, (provider, _) => create(provider))
            .AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) => Serve(provider, key))
            .AddKeyedSingleton<ITextGenerationService>(serviceId, (provider, _) => Serve(provider, key));
    }

    private static InternLM3ChatCompletionService Serve(IServiceProvider provider, object key) => new(
        provider.GetRequiredKeyedService<InternLM3RemoteChatClient>(key)
            .AsBuilder().UseKernelFunctionInvocation(provider.GetService<ILoggerFactory>()).Build(provider));
}
