using System.Text.Json.Serialization;

namespace InternLM3.Conformance;

/// <summary>Names in a schema.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Hue>))]
public enum Hue
{
    Red,
    Green,
    Blue,
}
