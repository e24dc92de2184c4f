using InternLM3;

namespace Microsoft.SemanticKernel;

/// <summary>Adds InternLM3 to a kernel under construction.</summary>
public static class InternLM3KernelBuilderExtensions
{
    /// <summary>Adds InternLM3 as the kernel's chat completion service.</summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="modelPath">
    /// A model folder, a Hugging Face checkpoint folder, which is converted into a cache once, or a repository,
    /// <c>owner/name[@revision]</c>.
    /// </param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    public static IKernelBuilder AddInternLM3ChatCompletion(
        this IKernelBuilder builder, string modelPath, InternLM3Options? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddInternLM3ChatCompletion(modelPath, options, serviceId);
        return builder;
    }

    /// <summary>Adds InternLM3 as the kernel's chat completion service over an existing client.</summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="client">The client, which stays the caller's to dispose.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    public static IKernelBuilder AddInternLM3ChatCompletion(
        this IKernelBuilder builder, InternLM3ChatClient client, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddInternLM3ChatCompletion(client, serviceId);
        return builder;
    }

    /// <summary>
    /// Adds InternLM3 as the kernel's <see cref="Extensions.AI.IChatClient"/>, with the kernel's function invocation around it.
    /// </summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="modelPath">
    /// A model folder, a Hugging Face checkpoint folder, which is converted into a cache once, or a repository,
    /// <c>owner/name[@revision]</c>.
    /// </param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <param name="serviceId">The id to select the service by, or null for none.</param>
    public static IKernelBuilder AddInternLM3ChatClient(
        this IKernelBuilder builder, string modelPath, InternLM3Options? options = null, string? serviceId = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Extensions.DependencyInjection.InternLM3ServiceCollectionExtensions
            .AddInternLM3ChatClient(builder.Services, modelPath, options, serviceId)
            .UseKernelFunctionInvocation();
        return builder;
    }
}
