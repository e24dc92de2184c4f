using System.Text.Json;
using InternLM3.Configuration;

namespace InternLM3.Tokenization;

/// <summary>Added tokens and their roles, from a checkpoint's <c>tokenizer_config.json</c>.</summary>
internal sealed record TokenizerConfig
{
    private const int HighestId = (1 << 24) - 1;

    /// <summary>The added tokens by id; empty when the file names none.</summary>
    public required IReadOnlyDictionary<int, AddedToken> AddedTokens { get; init; }

    /// <summary>The name of the token that begins a prompt, or null when the file does not say.</summary>
    public required string? BosToken { get; init; }

    /// <summary>The name of the token that ends a text, or null when the file does not say.</summary>
    public required string? EosToken { get; init; }

    /// <summary>Reads and checks the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">
    /// The file is missing, malformed, contradicts itself, or asks for what is not supported.
    /// </exception>
    public static TokenizerConfig Read(string path)
    {
        var file = ConfigFile.Read(path);
        try
        {
            return new TokenizerConfig
            {
                AddedTokens = ReadAddedTokens(file),
                BosToken = Name(file, "bos_token"),
                EosToken = Name(file, "eos_token"),
            };
        }
        catch (InvalidOperationException e)
        {
            // JsonElement reports an escaped half of a surrogate pair this way.
            throw new ModelFormatException(path, $"holds a string that is not valid text ({e.Message}); download it again.", e);
        }
    }

    private static SortedDictionary<int, AddedToken> ReadAddedTokens(ConfigFile file)
    {
        const string Key = "added_tokens_decoder";
        var tokens = new SortedDictionary<int, AddedToken>();
        if (file.Find(Key) is not { } value)
        {
            return tokens;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw file.Wrong(Key, "must be an object");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!int.TryParse(property.Name, System.Globalization.NumberStyles.None, null, out var id) || id > HighestId)
            {
                throw file.Wrong(Key, $"has the key \"{property.Name}\", which is no token id between 0 and {HighestId}");
            }

            var token = ReadToken(file, $"{Key}.{property.Name}", id, property.Value);
            if (!tokens.TryAdd(id, token))
            {
                throw file.Wrong(Key, $"has id {id} twice");
            }

            if (!names.Add(token.Content))
            {
                throw file.Wrong(Key, $"gives {token.Content} two ids");
            }
        }

        return tokens;
    }

    private static AddedToken ReadToken(ConfigFile file, string key, int id, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("content", out var content)
            || content.ValueKind != JsonValueKind.String || content.GetString() is not { Length: > 0 } name)
        {
            throw file.Wrong(key, "must be an object with a \"content\" that is not empty");
        }

        if (Flag(file, key, value, "single_word"))
        {
            throw file.Wrong(key, "has single_word, which is not supported");
        }

        var special = Flag(file, key, value, "special");
        return new AddedToken(id, name, special, Flag(file, key, value, "lstrip"), Flag(file, key, value, "rstrip"));
    }

    private static bool Flag(ConfigFile file, string key, JsonElement value, string name) =>
        !value.TryGetProperty(name, out var flag) || flag.ValueKind == JsonValueKind.Null ? false
        : flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean()
        : throw file.Wrong($"{key}.{name}", "must be true or false");

    // A token's name is a string or, in some files, an object with a "content".
    private static string? Name(ConfigFile file, string key) => file.Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String ? content.GetString()
        : throw file.Wrong(key, "must be a string or an object with a \"content\"");
}
