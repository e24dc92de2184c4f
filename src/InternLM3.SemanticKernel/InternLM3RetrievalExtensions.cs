using InternLM3.SemanticKernel.Retrieval;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

/// <summary>Registers retrieval.</summary>
public static class InternLM3RetrievalExtensions
{
    /// <summary>
    /// Registers a singleton <see cref="RetrievalStore"/>, which is also the <see cref="IPassageSource"/>. It makes vectors when an
    /// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of <see cref="string"/> and <see cref="Embedding{T}"/> of <see cref="float"/> is
    /// registered.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="indexPath">The index's file.</param>
    /// <param name="modelPath">The model folder or checkpoint folder, of which only the tokenizer is read.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    public static IServiceCollection AddInternLM3Retrieval(this IServiceCollection services, string indexPath, string modelPath, RetrievalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(indexPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelPath);
        options?.Validate();
        return services
            .AddSingleton(provider => new RetrievalStore(indexPath, Tokenizer.Load(modelPath), options, provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>()))
            .AddSingleton<IPassageSource>(provider => provider.GetRequiredService<RetrievalStore>());
    }

    /// <summary>Adds retrieval to a kernel under construction.</summary>
    /// <param name="builder">The kernel builder.</param>
    /// <param name="indexPath">The index's file.</param>
    /// <param name="modelPath">The model folder or checkpoint folder, of which only the tokenizer is read.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    public static IKernelBuilder AddInternLM3Retrieval(this IKernelBuilder builder, string indexPath, string modelPath, RetrievalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddInternLM3Retrieval(indexPath, modelPath, options);
        return builder;
    }
}
