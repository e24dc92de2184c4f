using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text.Json;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// Reads and checks the header of a safetensors file. The format (https://github.com/huggingface/safetensors, "Format"): the header's
/// length as a little-endian unsigned 64-bit number, the header as a JSON object, then the tensors' bytes without holes or overlaps.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The format's limit on the header, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    private const int PrefixLength = sizeof(ulong);
    private const string Again = "download it again.";

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private static readonly FrozenDictionary<string, int> s_elementSizes = new Dictionary<string, int>
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1, ["F8_E8M0"] = 1,
        ["I16"] = 2, ["U16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["I32"] = 4, ["U32"] = 4, ["F32"] = 4,
        ["I64"] = 8, ["U64"] = 8, ["F64"] = 8, ["C64"] = 8,
    }.ToFrozenDictionary();

    /// <summary>Reads the header from an open file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its name for error messages.</param>
    /// <returns>The tensors in the order of their bytes.</returns>
    /// <exception cref="ModelFormatException">The header breaks a rule of the format.</exception>
    public static IReadOnlyList<SafetensorsTensor> Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, string path)
    {
        var fileLength = RandomAccess.GetLength(file);
        Span<byte> prefix = stackalloc byte[PrefixLength];
        if (fileLength < PrefixLength || RandomAccess.Read(file, prefix, 0) < PrefixLength)
        {
            throw new ModelFormatException(path, $"has {fileLength} bytes, too few for a safetensors file; {Again}");
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxLength)
        {
            throw new ModelFormatException(
                path, $"claims a header of {headerLength} bytes, above the format's limit of {MaxLength}; it is no safetensors file.");
        }

        if (headerLength > (ulong)(fileLength - PrefixLength))
        {
            throw new ModelFormatException(path, $"was cut inside its header of {headerLength} bytes; {Again}");
        }

        var header = new byte[headerLength];
        SafetensorsFile.ReadFully(file, path, PrefixLength, header);
        return Parse(header, path, fileLength);
    }

    private static List<SafetensorsTensor> Parse(byte[] header, string path, long fileLength)
    {
        if (header.Length == 0 || header[0] != '{')
        {
            throw new ModelFormatException(path, "has a header that is no JSON object; it is no safetensors file.");
        }

        try
        {
            using var document = JsonDocument.Parse(header, s_options);
            var dataStart = PrefixLength + header.Length;
            var tensors = document.RootElement.EnumerateObject()
                .Where(property => property.Name != "__metadata__")
                .Select(property => ParseTensor(property, path, dataStart))
                .OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)
                .ToList();
            RequireContiguous(tensors, path, dataStart, fileLength);
            return tensors;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // JsonDocument checks strings only when they are read: bytes that are no UTF-8 and half surrogate pairs end in
            // InvalidOperationException.
            throw new ModelFormatException(path, $"has a header that is not valid JSON ({e.Message}); {Again}", e);
        }
    }

    private static SafetensorsTensor ParseTensor(JsonProperty property, string path, int dataStart)
    {
        var (name, entry) = (property.Name, property.Value);
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out var shape)
            || !entry.TryGetProperty("data_offsets", out var offsets))
        {
            throw Wrong(path, name, "lacks dtype, shape or data_offsets");
        }

        var dataType = type.GetString()!;
        if (!s_elementSizes.TryGetValue(dataType, out var elementSize))
        {
            throw Wrong(path, name, $"has the unknown dtype {dataType}");
        }

        var dimensions = Numbers(shape) ?? throw Wrong(path, name, $"has the shape {shape.GetRawText()}, which is no list of sizes");
        if (Numbers(offsets) is not [var begin, var end] || begin > end)
        {
            throw Wrong(path, name, $"has the data_offsets {offsets.GetRawText()}, which are no begin and end");
        }

        var length = dimensions.Aggregate((Int128)elementSize, (product, size) => product > long.MaxValue ? product : product * size);
        return length == end - begin && end <= long.MaxValue - dataStart
            ? new SafetensorsTensor(name, dataType, dimensions, dataStart + begin, end - begin)
            : throw Wrong(
                path, name, $"of shape [{string.Join(", ", dimensions)}] and dtype {dataType} cannot fill the bytes {begin} to {end}");
    }

    private static long[]? Numbers(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new List<long>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void RequireContiguous(List<SafetensorsTensor> tensors, string path, long dataStart, long fileLength)
    {
        var position = dataStart;
        foreach (var tensor in tensors)
        {
            if (tensor.Offset != position)
            {
                var problem = tensor.Offset < position ? "overlaps the tensor before it" : "leaves a hole before it";
                throw Wrong(path, tensor.Name, $"{problem} at byte {tensor.Offset}");
            }

            position += tensor.Length;
        }

        if (position != fileLength)
        {
            throw new ModelFormatException(path, position > fileLength
                ? $"was cut: it has {fileLength} bytes and its header describes {position}; {Again}"
                : $"has {fileLength - position} bytes after its last tensor; {Again}");
        }
    }

    private static ModelFormatException Wrong(string path, string tensor, string problem) =>
        new(path, $"tensor {tensor} {problem}; {Again}");
}
