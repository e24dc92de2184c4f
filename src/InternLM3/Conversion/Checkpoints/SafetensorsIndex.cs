using System.Text.Json;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// <c>model.safetensors.index.json</c>: which file of a sharded checkpoint holds which tensor. Its format is Hugging Face's: an object with
/// a <c>weight_map</c> from tensor names to file names; the <c>metadata</c> beside it says nothing the files do not say themselves.
/// </summary>
internal sealed class SafetensorsIndex
{
    /// <summary>The file's name.</summary>
    public const string FileName = "model.safetensors.index.json";

    private const string WeightMap = "weight_map";

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private SafetensorsIndex(string path, Dictionary<string, string> shardOf)
    {
        Path = path;
        ShardOf = shardOf;
        Shards = [.. shardOf.Values.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The index's path.</summary>
    public string Path { get; }

    /// <summary>The file of each tensor: plain names, in the index's own folder.</summary>
    public IReadOnlyDictionary<string, string> ShardOf { get; }

    /// <summary>The files, by name; at least one.</summary>
    public IReadOnlyList<string> Shards { get; }

    /// <summary>Returns the files an index names, whether they are there or not.</summary>
    /// <exception cref="ModelFormatException">It is malformed or names a file outside its folder.</exception>
    public static IReadOnlyList<string> ReadNames(string path) => Parse(path).Shards;

    /// <summary>Reads and checks an index.</summary>
    /// <exception cref="ModelFormatException">It is malformed, names a file outside its folder, or names one that is missing.</exception>
    public static SafetensorsIndex Read(string path)
    {
        var index = Parse(path);
        var folder = System.IO.Path.GetDirectoryName(path)!;
        return index.Shards.FirstOrDefault(shard => !File.Exists(System.IO.Path.Combine(folder, shard))) is { } missing
            ? throw new ModelFormatException(
                System.IO.Path.Combine(folder, missing), $"is missing and {FileName} names it; download the whole checkpoint.")
            : index;
    }

    private static SafetensorsIndex Parse(string path)
    {
        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, s_options);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty(WeightMap, out var map) || map.ValueKind != JsonValueKind.Object)
            {
                throw new ModelFormatException(path, $"holds no object \"{WeightMap}\"; download it again.");
            }

            foreach (var entry in map.EnumerateObject())
            {
                var shard = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : "";
                if (!IsPlainName(shard))
                {
                    throw new ModelFormatException(
                        path,
                        $"puts tensor {entry.Name} into {entry.Value.GetRawText()}, "
                        + "which is no name of a .safetensors file in the same folder; download it again.");
                }

                shardOf.Add(entry.Name, shard);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ModelFormatException(path, $"is not valid JSON ({e.Message}); download it again.", e);
        }

        var index = new SafetensorsIndex(path, shardOf);
        return index.Shards.Count == 0 ? throw new ModelFormatException(path, "names no tensors; download it again.") : index;
    }

    // Separators of both kinds are refused on every system, so that an index is valid everywhere or nowhere.
    private static bool IsPlainName(string name) =>
        name.EndsWith(".safetensors", StringComparison.Ordinal) && name.AsSpan().IndexOfAny("/\\:\0") < 0;
}
