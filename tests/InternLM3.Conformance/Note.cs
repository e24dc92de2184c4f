using System.ComponentModel.DataAnnotations;

namespace InternLM3.Conformance;

/// <summary>An object with an object inside.</summary>
public sealed record Note(Author Author, [property: MaxLength(20)] string Text);
