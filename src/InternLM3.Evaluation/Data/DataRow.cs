using System.Globalization;
using System.Text.Json;

namespace InternLM3.Evaluation.Data;

/// <summary>One row of a data file: values by column, whatever the file's format. Immutable.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Number">Its place in the file, from 1.</param>
/// <param name="Values">The values.</param>
public sealed record DataRow(string File, int Number, JsonElement Values)
{
    /// <summary>The file and the row, as errors name them.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{File}, row {Number}");

    /// <summary>The file's name without its endings, and without those of splits: the subject where each has a file of its own.</summary>
    public string Subject
    {
        get
        {
            var name = File[..(File.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? dot : File.Length)];
            foreach (var split in (string[])["_test", "_val", "_dev"])
            {
                name = name.EndsWith(split, StringComparison.Ordinal) ? name[..^split.Length] : name;
            }

            return name;
        }
    }

    /// <summary>The columns.</summary>
    public IEnumerable<string> Columns => Values.EnumerateObject().Select(column => column.Name);

    /// <summary>Whether there is a value, and not null.</summary>
    public bool Has(string column) => Find(column) is not null;

    /// <summary>A value, or null where there is none.</summary>
    public JsonElement? Find(string column) =>
        Values.TryGetProperty(column, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    /// <summary>A value as text; numbers as they are written.</summary>
    /// <exception cref="DataFormatException">There is none, or it is a list or an object.</exception>
    public string Text(string column) => Find(column) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
        _ => throw Wrong(column, "a text"),
    };

    /// <summary>A value as a whole number; a text that holds one is fine.</summary>
    /// <exception cref="DataFormatException">It is something else.</exception>
    public int WholeNumber(string column) =>
        int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(column, "a whole number");

    /// <summary>A value as a list of texts.</summary>
    /// <exception cref="DataFormatException">It is something else.</exception>
    public IReadOnlyList<string> Texts(string column) => List(column).Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : entry.GetRawText()).ToArray();

    /// <summary>A value as a list; a text that holds a JSON array, as CSV files do, is fine.</summary>
    /// <exception cref="DataFormatException">It is something else.</exception>
    public IReadOnlyList<JsonElement> List(string column)
    {
        var value = Find(column) ?? throw Wrong(column, "a list");
        if (value.ValueKind == JsonValueKind.String)
        {
            try
            {
                value = JsonElement.Parse(value.GetString()!);
            }
            catch (JsonException e)
            {
                throw new DataFormatException($"{Place}: {column} should hold a list, and no JSON array can be read from it.", e);
            }
        }

        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(column, "a list");
    }

    /// <summary>The error of a value that is not what it should be.</summary>
    public DataFormatException Wrong(string column, string expected) =>
        new($"{Place}: {column} should hold {expected}{(Find(column) is { } value ? $" and holds {Short(value.GetRawText())}" : "")}.");

    private static string Short(string text) => text.Length > 60 ? text[..60] + "..." : text;
}
