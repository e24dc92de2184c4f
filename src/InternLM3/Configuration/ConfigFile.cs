using System.Text.Json;

namespace InternLM3.Configuration;

/// <summary>
/// A JSON object read from a configuration file. A key that is missing or of the wrong kind is an error that names file and key.
/// </summary>
internal sealed class ConfigFile
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };
    private readonly string _path;
    private readonly JsonElement _object;

    private ConfigFile(string path, JsonElement @object)
    {
        _path = path;
        _object = @object;
    }

    /// <summary>Reads a file that must exist and hold a JSON object.</summary>
    public static ConfigFile Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFile(path, document.RootElement.Clone())
                : throw new ModelFormatException(path, "holds no JSON object; download it again.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, "is missing; download the whole checkpoint.", e);
        }
        catch (JsonException e)
        {
            throw new ModelFormatException(path, $"is not valid JSON ({e.Message}); download it again.", e);
        }
    }

    /// <summary>The value of a key, or null when it is missing or null.</summary>
    public JsonElement? Find(string key) =>
        _object.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>An object below this one, or null when the key is missing or null.</summary>
    public ConfigFile? FindObject(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigFile(_path, value)
        : throw Wrong(key, "must be an object");

    /// <summary>A whole number above zero that must be there.</summary>
    public int Positive(string key) => FindPositive(key) ?? throw Wrong(key, "is missing");

    /// <summary>A whole number above zero, or null.</summary>
    public int? FindPositive(string key) =>
        FindInteger(key) is not { } value ? null : value > 0 ? value : throw Wrong(key, $"must be above 0 and is {value}");

    /// <summary>A whole number, or null.</summary>
    public int? FindInteger(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong(key, $"must be a whole number and is {value.GetRawText()}");

    /// <summary>A number that must be there.</summary>
    public double Number(string key) => FindNumber(key) ?? throw Wrong(key, "is missing");

    /// <summary>A number, or null.</summary>
    public double? FindNumber(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
        : throw Wrong(key, $"must be a number and is {value.GetRawText()}");

    /// <summary>A string, or null.</summary>
    public string? FindString(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? Text(key, value)
        : throw Wrong(key, $"must be a string and is {value.GetRawText()}");

    /// <summary>The text of a string found under a key; bytes that are no UTF-8 and half surrogate pairs are an error.</summary>
    public string Text(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ModelFormatException(_path, $"\"{key}\" holds text that is not valid Unicode; download the file again.", e);
        }
    }

    /// <summary>True or false, or null.</summary>
    public bool? FindBoolean(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(key, $"must be true or false and is {value.GetRawText()}");

    /// <summary>One whole number or a list of them; empty when the key is missing.</summary>
    public IReadOnlyList<int> Integers(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        return [.. items.Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number)
            ? number
            : throw Wrong(key, $"must be a whole number or a list of them and holds {item.GetRawText()}"))];
    }

    /// <summary>An error about one key of this file.</summary>
    public ModelFormatException Wrong(string key, string problem) => new(_path, $"\"{key}\" {problem}.");
}
