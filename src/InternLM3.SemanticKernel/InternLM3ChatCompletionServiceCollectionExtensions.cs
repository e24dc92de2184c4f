using InternLM3;
using InternLM3.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.TextGeneration;

namespace Microsoft.SemanticKernel;

/// <summary>Registers InternLM3 as Semantic Kernel's chat completion service.</summary>
public static class InternLM3ChatCompletionServiceCollectionExtensions
{
    /// <summary>
    /// Registers a singleton <see cref="IChatCompletionService"/> and <see cref="ITextGenerationService"/> over a model folder, a
    /// checkpoint folder or a repository.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">
    /// The folder, or a repository, <c>owner/name[@revision]</c>, which is downloaded if <see cref="InternLM3Options.AllowDownload"/> is
    /// set.
    /// </param>
    /// <param name="options">Options, or null for the defaults. They are checked here.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    /// <remarks>Registrations of one path with equal options share one loaded model.</remarks>
    /// <exception cref="UnsupportedOptionException">An option is out of its range.</exception>
    public static IServiceCollection AddInternLM3ChatCompletion(
        this IServiceCollection services, string modelPath, InternLM3Options? options = null, string? serviceId = null)
    {
        var model = services.AddInternLM3Model(modelPath, options);
        return services.Add(serviceId, model.Resolve);
    }

    /// <summary>
    /// Registers a singleton <see cref="IChatCompletionService"/> and <see cref="ITextGenerationService"/> over an existing client.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="client">The client, which stays the caller's to dispose.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    public static IServiceCollection AddInternLM3ChatCompletion(
        this IServiceCollection services, InternLM3ChatClient client, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(client);
        return services.Add(serviceId, _ => client);
    }

    // Two services over one client: the wrappers are cheap, the model is shared.
    private static IServiceCollection Add(
        this IServiceCollection services, string? serviceId, Func<IServiceProvider, InternLM3ChatClient> client) => services
        .AddKeyedSingleton<IChatCompletionService>(serviceId, (provider, _) => Create(client(provider), provider))
        .AddKeyedSingleton<ITextGenerationService>(serviceId, (provider, _) => Create(client(provider), provider));

    private static InternLM3ChatCompletionService Create(InternLM3ChatClient client, IServiceProvider provider) => new(
        client.AsBuilder().UseKernelFunctionInvocation(provider.GetService<ILoggerFactory>()).Build(provider));
}
