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

    /// <summary>
    /// The file's name without its extensions and without a split's suffix: the subject in data with one file per subject.
    /// </summary>
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

    /// <summary>The names of the columns.</summary>
    public IEnumerable<string> Columns => Values.EnumerateObject().Select(column => column.Name);

    /// <summary>Whether the column has a value other than null.</summary>
    public bool Has(string column) => Find(column) is not null;

    /// <summary>A value, or null when it is missing or null.</summary>
    public JsonElement? Find(string column) =>
        Values.TryGetProperty(column, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    /// <summary>A value as text; numbers and booleans as written in the file.</summary>
    /// <exception cref="DataFormatException">The value is missing, a list or an object.</exception>
    public string Text(string column) => Find(column) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
        _ => throw Wrong(column, "a text"),
    };

    /// <summary>A value as an integer; a string with an integer is accepted.</summary>
    /// <exception cref="DataFormatException">The value is not an integer.</exception>
    public int WholeNumber(string column) =>
        int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(column, "a whole number");

    /// <summary>A value as a list of strings; other entries as their JSON.</summary>
    /// <exception cref="DataFormatException">The value is not a list.</exception>
    public IReadOnlyList<string> Texts(string column) =>
        List(column).Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : entry.GetRawText()).ToArray();

    /// <summary>A value as a list; a string with a JSON array is accepted, as CSV files have it.</summary>
    /// <exception cref="DataFormatException">The value is not a list.</exception>
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

    /// <summary>Creates the exception for a value other than expected.</summary>
    public DataFormatException Wrong(string column, string expected) =>
        new($"{Place}: {column} should hold {expected}{(Find(column) is { } value ? $" and holds {Short(value.GetRawText())}" : "")}.");

    private static string Short(string text) => text.Length > 60 ? text[..60] + "..." : text;
}
