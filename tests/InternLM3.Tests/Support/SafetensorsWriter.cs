using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace InternLM3.Tests.Support;

/// <summary>Writes safetensors files for tests: well-formed ones from tensors, and any header with any data.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors one after another in the order given.</summary>
    public static void Write(string path, IEnumerable<(string Name, string Type, long[] Shape, byte[] Data)> tensors)
    {
        var list = tensors.ToList();
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            var position = 0L;
            foreach (var (name, type, shape, data) in list)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                Array.ForEach(shape, json.WriteNumberValue);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(position += data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        Write(path, Encoding.UTF8.GetString(header.ToArray()), [.. list.SelectMany(tensor => tensor.Data)]);
    }

    /// <summary>Writes a header and data as they are, with the header's length before them or another number in its place.</summary>
    public static void Write(string path, string header, byte[] data, ulong? headerLength = null)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, headerLength ?? (ulong)text.Length);
        File.WriteAllBytes(path, [.. prefix, .. text, .. data]);
    }

    /// <summary>Stores numbers as F32, F16 or BF16 (rounded to nearest, ties to even).</summary>
    public static byte[] Encode(ReadOnlySpan<float> numbers, string type) => type switch
    {
        "F32" => MemoryMarshal.AsBytes(numbers).ToArray(),
        "F16" => MemoryMarshal.AsBytes(numbers.ToArray().Select(number => (Half)number).ToArray().AsSpan()).ToArray(),
        "BF16" => MemoryMarshal.AsBytes(numbers.ToArray().Select(ToBFloat16).ToArray().AsSpan()).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static ushort ToBFloat16(float number)
    {
        var bits = BitConverter.SingleToUInt32Bits(number);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
