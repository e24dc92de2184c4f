namespace InternLM3.Retrieval.VectorData;

/// <summary>A passage as a record of a vector database; <see cref="PassageRecordDefinition"/> describes it to any connector.</summary>
/// <typeparam name="TKey">The key the database uses: <see cref="string"/> or <see cref="Guid"/>.</typeparam>
public sealed class PassageRecord<TKey>
    where TKey : notnull
{
    /// <summary>The key, made from the file's path and the passage's place.</summary>
    public TKey Key { get; set; } = default!;

    /// <summary>The file's full path.</summary>
    public string File { get; set; } = "";

    /// <summary>The SHA-256 of the file's content and the settings it was cut with, in hexadecimal.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The number of passages the file has; fewer in the database mean that writing was interrupted.</summary>
    public int Count { get; set; }

    /// <inheritdoc cref="Passage.Name"/>
    public string Name { get; set; } = "";

    /// <inheritdoc cref="Passage.Title"/>
    public string Title { get; set; } = "";

    /// <inheritdoc cref="Passage.Heading"/>
    public string Heading { get; set; } = "";

    /// <inheritdoc cref="Passage.Text"/>
    public string Text { get; set; } = "";

    /// <inheritdoc cref="Passage.Offset"/>
    public int Offset { get; set; }

    /// <summary>The page of a PDF, from 1; 0 for none.</summary>
    public int Page { get; set; }

    /// <summary>The embedding of the headings and the text.</summary>
    public ReadOnlyMemory<float> Vector { get; set; }
}
