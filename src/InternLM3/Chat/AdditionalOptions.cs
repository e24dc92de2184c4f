using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Reads typed values from additional properties, whatever kind of number or string they come as, and remembers which were read.</summary>
internal sealed class AdditionalOptions(AdditionalPropertiesDictionary? properties)
{
    private readonly HashSet<string> _read = [];

    /// <summary>A number, or null.</summary>
    public float? Number(string key) => Read(key) is not { } value ? null
        : Convert(value, text => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (float?)null)
            ?? throw Wrong(key, "a number", value);

    /// <summary>A whole number, or null.</summary>
    public int? Integer(string key) => Read(key) is not { } value ? null
        : Convert(value, text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : (int?)null)
            ?? throw Wrong(key, "a whole number", value);

    /// <summary>True or false, or null.</summary>
    public bool? Boolean(string key) => Read(key) is not { } value ? null
        : Convert(value, text => bool.TryParse(text, out var flag) ? flag : (bool?)null) ?? throw Wrong(key, "true or false", value);

    /// <summary>Refuses the first property nobody asked for: an option is honoured or refused, never dropped.</summary>
    public void RefuseUnread()
    {
        foreach (var (key, value) in properties ?? [])
        {
            if (value is not null && !_read.Contains(key))
            {
                throw new UnsupportedOptionException($"AdditionalProperties[\"{key}\"]", $"is not known; the keys are those of {nameof(ChatOptionKeys)}.");
            }
        }
    }

    private object? Read(string key)
    {
        _read.Add(key);
        return properties is not null && properties.TryGetValue(key, out var value) && value is not JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined }
            ? value
            : null;
    }

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
