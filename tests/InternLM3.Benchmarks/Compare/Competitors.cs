namespace InternLM3.Benchmarks.Compare;

/// <summary>Who is compared with; either may be missing.</summary>
internal sealed record Competitors(GenAIModel? GenAI, LlamaTools? Llama) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => GenAI?.Dispose();
}
