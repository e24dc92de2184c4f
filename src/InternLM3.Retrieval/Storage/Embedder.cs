using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace InternLM3.Retrieval.Storage;

/// <summary>Turns texts into vectors of length 1, and identifies the model that makes them.</summary>
internal sealed class Embedder(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    private const int Batch = 64;

    /// <summary>The model's id in the index: vectors of different models are not compared.</summary>
    public string Id { get; } = generator.GetService<EmbeddingGeneratorMetadata>() is { } metadata
        && (metadata.DefaultModelId ?? metadata.ProviderName) is not null
        ? $"{metadata.ProviderName}/{metadata.DefaultModelId}/{metadata.DefaultModelDimensions}"
        : generator.GetType().FullName!;

    /// <summary>The vectors of texts, in their order.</summary>
    /// <exception cref="RetrievalException">The generator returned a number of vectors other than the number of texts.</exception>
    public async Task<float[][]> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(Batch))
        {
            var embeddings = await generator.GenerateAsync(batch, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (embeddings.Count != batch.Length)
            {
                throw new RetrievalException($"The embedding generator gave {embeddings.Count} vectors for {batch.Length} texts.");
            }

            vectors.AddRange(embeddings.Select(embedding => Normalize(embedding.Vector.Span)));
        }

        return [.. vectors];
    }

    private static float[] Normalize(ReadOnlySpan<float> vector)
    {
        var normalized = vector.ToArray();
        var length = TensorPrimitives.Norm(vector);
        if (length > 0)
        {
            TensorPrimitives.Divide(vector, length, normalized);
        }

        return normalized;
    }
}
