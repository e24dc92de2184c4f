namespace InternLM3.Evaluation.Data;

/// <summary>What a benchmark's data looks like. Immutable.</summary>
/// <param name="Source">Where people have it from, in a few words.</param>
/// <param name="Count">Rows of the whole benchmark; a file with another number is read, and reports say so.</param>
/// <param name="Layouts">The columns rows have, one list for each form the data goes round in; further columns are passed over.</param>
public sealed record DataFormat(string Source, int? Count, params IReadOnlyList<string>[] Layouts)
{
    /// <summary>The columns of a CSV file that has no line of names; empty when it has one.</summary>
    public IReadOnlyList<string> UnnamedColumns { get; init; } = [];

    /// <summary>Refuses rows that lack columns.</summary>
    /// <exception cref="DataFormatException">There are no rows, or one has the columns of no layout.</exception>
    public void Check(IReadOnlyList<DataRow> rows, string title, string path)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
        {
            throw new DataFormatException($"{path}: there are no rows; {title} needs {Describe()}.");
        }

        foreach (var row in rows)
        {
            if (!Layouts.Any(columns => columns.All(row.Has)))
            {
                throw new DataFormatException($"{row.Place}: the columns are {string.Join(", ", row.Columns)}; {title} needs {Describe()}.");
            }
        }
    }

    /// <summary>The layouts in words.</summary>
    public string Describe() => string.Join(", or ", Layouts.Select(columns => string.Join(", ", columns)));
}
