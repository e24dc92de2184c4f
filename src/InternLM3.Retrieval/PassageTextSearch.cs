using Microsoft.SemanticKernel.Data;

namespace InternLM3.Retrieval;

/// <summary>A passage source as Semantic Kernel's text search. Safe for concurrent use.</summary>
/// <param name="source">The source of the passages.</param>
public sealed class PassageTextSearch(IPassageSource source) : ITextSearch<Passage>
{
    /// <summary>How many of the best passages a filter and a total count consider.</summary>
    public const int MaxCandidates = 1000;

    private readonly IPassageSource _source = source ?? throw new ArgumentNullException(nameof(source));

    /// <summary>Searches and returns the texts of passages.</summary>
    /// <inheritdoc cref="GetSearchResultsAsync"/>
    public Task<KernelSearchResults<string>> SearchAsync(
        string query, TextSearchOptions<Passage>? searchOptions = null, CancellationToken cancellationToken = default) =>
        SearchAsync(query, passage => passage.Text, searchOptions, cancellationToken);

    /// <summary>Searches and returns passages with the file's name (and headings) as name and <see cref="Passage.Link"/> as link.</summary>
    /// <inheritdoc cref="GetSearchResultsAsync"/>
    public Task<KernelSearchResults<TextSearchResult>> GetTextSearchResultsAsync(
        string query, TextSearchOptions<Passage>? searchOptions = null, CancellationToken cancellationToken = default) =>
        SearchAsync(query, passage => new TextSearchResult(passage.Text)
        {
            Name = passage.Heading.Length > 0 ? $"{passage.Name} > {passage.Heading}" : passage.Name,
            Link = passage.Link,
        }, searchOptions, cancellationToken);

    /// <summary>Searches and returns passages.</summary>
    /// <param name="query">A question or keywords.</param>
    /// <param name="searchOptions">
    /// Options, or null for the first five. <c>Filter</c> is evaluated on the passages found, and <c>IncludeTotalCount</c> counts them,
    /// both among the best <see cref="MaxCandidates"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="UnsupportedOptionException">
    /// <c>Skip</c> and <c>Top</c> together exceed <see cref="MaxCandidates"/>, <c>Skip</c> is negative or <c>Top</c> is below 1.
    /// </exception>
    public Task<KernelSearchResults<Passage>> GetSearchResultsAsync(
        string query, TextSearchOptions<Passage>? searchOptions = null, CancellationToken cancellationToken = default) =>
        SearchAsync(query, passage => passage, searchOptions, cancellationToken);

    private async Task<KernelSearchResults<T>> SearchAsync<T>(
        string query, Func<Passage, T> map, TextSearchOptions<Passage>? options, CancellationToken cancellationToken)
    {
        options ??= new TextSearchOptions<Passage>();
        if (options.Top < 1 || options.Skip < 0 || options.Skip > MaxCandidates - options.Top)
        {
            throw new UnsupportedOptionException(nameof(options.Top),
                $"is {options.Top} after {options.Skip}; ask for 1 to {MaxCandidates} in all.");
        }

        var needsAll = options.Filter is not null || options.IncludeTotalCount;
        IEnumerable<Passage> found = await _source
            .SearchAsync(query, needsAll ? MaxCandidates : options.Skip + options.Top, cancellationToken)
            .ConfigureAwait(false);
        if (options.Filter is { } filter)
        {
            found = found.Where(filter.Compile(preferInterpretation: true));
        }

        Passage[] passing = [.. found];
        return new KernelSearchResults<T>(
            passing.Skip(options.Skip).Take(options.Top).Select(map).ToAsyncEnumerable(),
            options.IncludeTotalCount ? passing.Length : null);
    }
}
