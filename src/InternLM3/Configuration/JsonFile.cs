using System.Text.Encodings.Web;
using System.Text.Json;

namespace InternLM3.Configuration;

/// <summary>
/// Makes JSON files: one object, indented, ending in a line feed, the same bytes on every system, with no characters escaped needlessly.
/// </summary>
internal static class JsonFile
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the bytes of an object whose members <paramref name="members"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
