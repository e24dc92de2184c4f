using System.Text.Json;

namespace InternLM3.Constraints.Schemas;

/// <summary>The counts of a schema: lengths and numbers of items.</summary>
internal static class SchemaCount
{
    /// <summary>Reads a count; a larger number than an int holds becomes the largest int.</summary>
    /// <exception cref="SchemaException">It is no whole number of at least 0.</exception>
    public static int Read(JsonElement value, string location)
    {
        var number = DecimalBound.Read(value, false, location);
        if (number.Negative || !number.IsWhole)
        {
            throw new SchemaException(location, "this must be a whole number of at least 0.");
        }
        return int.TryParse(number.Whole, out var count) ? count : int.MaxValue;
    }
}
