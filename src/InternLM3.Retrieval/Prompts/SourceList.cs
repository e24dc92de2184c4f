namespace InternLM3.Retrieval.Prompts;

/// <summary>
/// The sources of one conversation. A passage keeps its number however often it is found, so that <c>[2]</c> means the same throughout.
/// Safe for concurrent use.
/// </summary>
public sealed class SourceList
{
    private readonly Lock _lock = new();
    private readonly List<NumberedPassage> _sources = [];

    /// <summary>The sources so far, in the order of their numbers.</summary>
    public IReadOnlyList<NumberedPassage> Items
    {
        get
        {
            lock (_lock)
            {
                return [.. _sources];
            }
        }
    }

    /// <summary>Numbers passages: known ones keep their number, new ones get the next.</summary>
    public IReadOnlyList<NumberedPassage> Add(IEnumerable<Passage> passages)
    {
        ArgumentNullException.ThrowIfNull(passages);
        lock (_lock)
        {
            return [.. passages.Select(Number)];
        }
    }

    /// <summary>Removes all sources; the next one gets number 1.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _sources.Clear();
        }
    }

    private NumberedPassage Number(Passage passage)
    {
        // Ingesting a file again gives its passages new ids, so place and text are compared.
        if (_sources.Find(source =>
            (source.Passage.File, source.Passage.Offset, source.Passage.Text) == (passage.File, passage.Offset, passage.Text)) is { } known)
        {
            return known;
        }

        var added = new NumberedPassage(_sources.Count + 1, passage);
        _sources.Add(added);
        return added;
    }
}
