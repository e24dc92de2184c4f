namespace InternLM3.Evaluation.Data;

/// <summary>The format of a benchmark's data. Immutable.</summary>
/// <param name="Source">Where the data comes from, in a few words.</param>
/// <param name="Count">The number of rows of the whole benchmark, or null; reports note a different number.</param>
/// <param name="Layouts">The required columns, one list for each form in which the data is published; other columns are ignored.</param>
public sealed record DataFormat(string Source, int? Count, params IReadOnlyList<string>[] Layouts)
{
    /// <summary>The columns of CSV files without a header line; empty when the files have one.</summary>
    public IReadOnlyList<string> UnnamedColumns { get; init; } = [];

    /// <summary>Throws when there are no rows, or a row lacks columns.</summary>
    /// <exception cref="DataFormatException">There are no rows, or a row matches none of the layouts.</exception>
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
                throw new DataFormatException(
                    $"{row.Place}: the columns are {string.Join(", ", row.Columns)}; {title} needs {Describe()}.");
            }
        }
    }

    /// <summary>The layouts in words.</summary>
    public string Describe() => string.Join(", or ", Layouts.Select(columns => string.Join(", ", columns)));
}
