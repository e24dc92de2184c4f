using InternLM3.Retrieval;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers retrieval.</summary>
public static class InternLM3RetrievalServiceCollectionExtensions
{
    /// <summary>
    /// Registers a singleton <see cref="RetrievalStore"/>, which is also the <see cref="IPassageSource"/>. It makes vectors when an
    /// <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/> of <see cref="string"/> and <see cref="Embedding{T}"/> of <see cref="float"/>
    /// is registered.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="indexPath">The index's file.</param>
    /// <param name="modelPath">The model folder or checkpoint folder, of which only the tokenizer is read.</param>
    /// <param name="options">Options, or null for the defaults.</param>
    /// <exception cref="InternLM3.UnsupportedOptionException">An option is out of its range.</exception>
    public static IServiceCollection AddInternLM3Retrieval(
        this IServiceCollection services, string indexPath, string modelPath, RetrievalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(indexPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(modelPath);
        options?.Validate();
        return services
            .AddSingleton(provider => new RetrievalStore(
                indexPath, Tokenizer.Load(modelPath), options, provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>()))
            .AddSingleton<IPassageSource>(provider => provider.GetRequiredService<RetrievalStore>());
    }
}
