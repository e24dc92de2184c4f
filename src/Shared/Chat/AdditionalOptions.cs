using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// Reads typed values from additional properties, whatever kind of number or string they come as, and remembers which were read.
/// </summary>
internal sealed class AdditionalOptions(AdditionalPropertiesDictionary? properties)
{
    private readonly HashSet<string> _read = [];

    /// <summary>A number, or null.</summary>
    public float? Number(string key) => Read(key) is not { } value ? null
        : Convert(
            value,
            text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (float?)null)
            ?? throw Wrong(key, "a number", value);

    /// <summary>A whole number, or null.</summary>
    public int? Integer(string key) => Read(key) is not { } value ? null
        : Convert(
            value,
            text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            ?? throw Wrong(key, "a whole number", value);

    /// <summary>True or false, or null.</summary>
    public bool? Boolean(string key) => Read(key) is not { } value ? null
        : Convert(value, text => bool.TryParse(text, out var flag) ? flag : (bool?)null) ?? throw Wrong(key, "true or false", value);

    /// <summary>A text, or null.</summary>
    public string? Text(string key) => Read(key) switch
    {
        null => null,
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        var value => throw Wrong(key, "a string", value),
    };

    /// <summary>Numbers by token id, or null: a dictionary, or a JSON object whose names are ids.</summary>
    public IReadOnlyDictionary<int, float>? Biases(string key) => Read(key) switch
    {
        null => null,
        IReadOnlyDictionary<int, float> typed => typed,
        JsonElement { ValueKind: JsonValueKind.Object } json => NamesEachOnce(json)
            ? json.EnumerateObject().ToDictionary(
                bias => int.TryParse(bias.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    ? id
                    : throw Wrong(key, "an object whose names are token ids", json),
                bias => bias.Value.ValueKind == JsonValueKind.Number
                    ? bias.Value.GetSingle()
                    : throw Wrong(key, "an object of numbers", json))
            : throw Wrong(key, "an object that names each token once", json),
        var value => throw Wrong(key, "a dictionary from token id to number, or such a JSON object", value),
    };

    /// <summary>
    /// Refuses properties that were not read, or leaves them out with a warning, as the caller chose: none is dropped in silence.
    /// </summary>
    public void FinishReading(OptionPolicy policy)
    {
        foreach (var (key, value) in properties ?? [])
        {
            policy.LeaveOut(
                value is not null && !_read.Contains(key),
                $"AdditionalProperties[\"{key}\"]", $"is not known; the keys are those of {nameof(ChatOptionKeys)}.");
        }
    }

    private object? Read(string key)
    {
        _read.Add(key);
        return properties is not null
            && properties.TryGetValue(key, out var value)
            && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }
            ? value
            : null;
    }

    private static bool NamesEachOnce(JsonElement biases) =>
        biases.EnumerateObject().DistinctBy(bias => bias.Name.TrimStart('0')).Count() == biases.GetPropertyCount();

    private static T? Convert<T>(object value, Func<string, T?> parse)
        where T : struct =>
        value switch
        {
            T typed => typed,
            JsonElement { ValueKind: JsonValueKind.String } json => parse(json.GetString()!),
            JsonElement json => parse(json.GetRawText()),
            IConvertible plain => parse(plain.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };

    private static UnsupportedOptionException Wrong(string key, string kind, object value) =>
        new($"AdditionalProperties[\"{key}\"]", $"must be {kind} and is {value}.");
}
