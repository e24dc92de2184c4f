using InternLM3.Remote;

namespace Microsoft.SemanticKernel;

/// <summary>Adds InternLM3 on a remote server to a kernel under construction.</summary>
public static class InternLM3RemoteKernelBuilderExtensions
{
    /// <summary>Adds a remote InternLM3 as the kernel's chat completion service.</summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="endpoint">The server's API, for example <c>http://host:23333/v1</c>.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    public static IKernelBuilder AddInternLM3ChatCompletion(
        this IKernelBuilder builder, Uri endpoint, InternLM3RemoteOptions? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddInternLM3ChatCompletion(endpoint, options, serviceId);
        return builder;
    }

    /// <summary>
    /// Adds a remote InternLM3 as the kernel's <see cref="Extensions.AI.IChatClient"/>, with the kernel's function invocation around it.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="endpoint">The server's API, for example <c>http://host:23333/v1</c>.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    public static IKernelBuilder AddInternLM3ChatClient(
        this IKernelBuilder builder, Uri endpoint, InternLM3RemoteOptions? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Extensions.DependencyInjection.InternLM3RemoteServiceCollectionExtensions
            .AddInternLM3ChatClient(builder.Services, endpoint, options, serviceId)
            .UseKernelFunctionInvocation();
        return builder;
    }
}
