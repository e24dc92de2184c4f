using InternLM3.Retrieval;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Adds retrieval to a kernel under construction.</summary>
public static class InternLM3RetrievalKernelBuilderExtensions
{
    /// <summary>Registers a <see cref="RetrievalStore"/> among the kernel's services.</summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="indexPath">The index's file.</param>
    /// <param name="modelPath">The model folder or checkpoint folder, of which only the tokenizer is read.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="InternLM3.UnsupportedOptionException">An option is out of its range.</exception>
    public static IKernelBuilder AddInternLM3Retrieval(
        this IKernelBuilder builder, string indexPath, string modelPath, RetrievalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddInternLM3Retrieval(indexPath, modelPath, options);
        return builder;
    }
}
