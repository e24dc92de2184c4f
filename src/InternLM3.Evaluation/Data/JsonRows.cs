using System.Text.Json;

namespace InternLM3.Evaluation.Data;

/// <summary>
/// Reads JSON: one object per line, an array of objects, or an object of objects, whose names are ignored.
/// </summary>
internal static class JsonRows
{
    /// <summary>Reads a file's text.</summary>
    /// <exception cref="DataFormatException">A line is not a JSON object.</exception>
    public static IReadOnlyList<DataRow> Read(string text, string file)
    {
        text = text.TrimStart('\uFEFF');
        return Whole(text) is { } whole ? Rows(whole, file) : Lines(text, file);
    }

    // A file of one line is both JSON and JSON Lines; its object is then a row.
    private static JsonElement? Whole(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<DataRow> Rows(JsonElement whole, string file) => whole.ValueKind switch
    {
        JsonValueKind.Array => [.. whole.EnumerateArray().Select((row, i) => Row(row, file, i + 1))],
        JsonValueKind.Object when whole.EnumerateObject().All(pair => pair.Value.ValueKind == JsonValueKind.Object) =>
            [.. whole.EnumerateObject().Select((pair, i) => Row(pair.Value, file, i + 1))],
        _ => [Row(whole, file, 1)],
    };

    private static List<DataRow> Lines(string text, string file)
    {
        var rows = new List<DataRow>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                rows.Add(Row(JsonElement.Parse(line), file, number));
            }
            catch (JsonException e)
            {
                throw new DataFormatException($"{file}, line {number}: this is no JSON: {e.Message}", e);
            }
        }

        return rows;
    }

    private static DataRow Row(JsonElement row, string file, int number) =>
        row.ValueKind == JsonValueKind.Object
            ? new DataRow(file, number, row)
            : throw new DataFormatException($"{file}, row {number}: a row should be a JSON object.");
}
