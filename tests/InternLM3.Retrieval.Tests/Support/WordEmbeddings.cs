using Microsoft.Extensions.AI;

namespace InternLM3.Retrieval.Tests.Support;

/// <summary>
/// A small embedding that can be computed by hand: a dimension for each group of words that mean the same. It stands for a real model in
/// tests of how vectors are kept and ranked.
/// </summary>
public sealed class WordEmbeddings(string modelId = "words") : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int Dimensions = 4;

    private static readonly string[][] s_groups = [["car", "automobile", "汽车"], ["price", "cost", "money", "价格"], ["tree", "forest", "树"]];

    public int Texts { get; private set; }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        Texts += texts.Count;
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(Embed(text)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", defaultModelId: modelId, defaultModelDimensions: Dimensions) : null;

    public void Dispose()
    {
    }

    private static float[] Embed(string text) =>
        [.. s_groups.Select(group => (float)group.Count(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))), 0.1f];
}
