using System.ComponentModel;
using InternLM3.Retrieval.Citations;
using InternLM3.Retrieval.Prompts;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.Retrieval;

/// <summary>
/// A search that a model calls: a plugin for Semantic Kernel, an <see cref="AIFunction"/> for Microsoft.Extensions.AI. It returns numbered
/// passages and keeps them for <see cref="CitationChecker"/>. Use one for each conversation. Safe for concurrent use.
/// </summary>
/// <param name="source">The source of the passages.</param>
/// <param name="top">The most passages one search returns, 1 to 50. Default 5.</param>
/// <exception cref="UnsupportedOptionException"><paramref name="top"/> is out of its range.</exception>
public sealed class RetrievalPlugin(IPassageSource source, int top = 5)
{
    private const string Name = "search";
    private const string Description = "Searches the documents.";

    private readonly IPassageSource _source = source ?? throw new ArgumentNullException(nameof(source));
    private readonly int _top = top is > 0 and <= 50 ? top : throw new UnsupportedOptionException(nameof(top), $"is {top}; give 1 to 50.");

    /// <summary>The passages found in this conversation, with the numbers answers cite.</summary>
    public SourceList Sources { get; } = new();

    /// <summary>Searches and returns the numbered passages as lines <c>[n] text</c>.</summary>
    /// <param name="query">A question or keywords.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    [KernelFunction(Name)]
    [Description(Description)]
    public async Task<string> SearchAsync(string query, CancellationToken cancellationToken = default) =>
        DocumentPrompt.Format(Sources.Add(await _source.SearchAsync(query, _top, cancellationToken).ConfigureAwait(false)));

    /// <summary>The search as a tool for <see cref="ChatOptions.Tools"/>.</summary>
    public AIFunction AsAIFunction() => AIFunctionFactory.Create(SearchAsync, Name, Description);
}
