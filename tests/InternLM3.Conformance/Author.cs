using System.ComponentModel.DataAnnotations;

namespace InternLM3.Conformance;

/// <summary>An object inside another.</summary>
public sealed record Author([property: MaxLength(20)] string City, [property: Range(0, 100)] int Count);
