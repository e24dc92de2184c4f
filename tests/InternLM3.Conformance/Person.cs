using System.ComponentModel.DataAnnotations;

namespace InternLM3.Conformance;

/// <summary>A typed answer.</summary>
public sealed record Person([property: MaxLength(40)] string Name, [property: Range(0, 200)] int Age);
