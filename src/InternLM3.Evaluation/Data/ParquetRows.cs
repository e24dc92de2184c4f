using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet.Serialization;

namespace InternLM3.Evaluation.Data;

/// <summary>Reads Parquet files, including nested lists and structures as in Hugging Face's data sets.</summary>
internal static class ParquetRows
{
    /// <summary>Reads a file.</summary>
    public static async Task<IReadOnlyList<DataRow>> ReadAsync(byte[] bytes, string file)
    {
        using var stream = new MemoryStream(bytes);
        var result = await ParquetSerializer.DeserializeUntypedAsync(stream).ConfigureAwait(false);
        return [.. result.Data.Select((row, i) => new DataRow(file, i + 1, JsonSerializer.SerializeToElement(Node(row))))];
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        ReadOnlyMemory<char> characters => JsonValue.Create(characters.ToString()),
        bool flag => JsonValue.Create(flag),
        byte[] bytes => JsonValue.Create(Encoding.UTF8.GetString(bytes)),
        sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        float or double => JsonValue.Create(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IDictionary<string, object?> structure => new JsonObject(structure.Select(pair => KeyValuePair.Create(pair.Key, Node(pair.Value)))),
        IDictionary map => new JsonObject(map.Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create($"{pair.Key}", Node(pair.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
