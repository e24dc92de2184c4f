namespace InternLM3.Constraints;

/// <summary>A schema, pattern or list of choices cannot be enforced; nothing was generated.</summary>
public sealed class SchemaException : InternLM3Exception
{
    /// <summary>Creates an exception about one place.</summary>
    /// <param name="location">
    /// Where: a JSON pointer as a fragment (<c>#/properties/age/multipleOf</c>), or what was given (<c>pattern</c>).
    /// </param>
    /// <param name="problem">What is wrong there and what to do, without the location.</param>
    public SchemaException(string location, string problem)
        : base($"{location}: {problem}") => Location = location;

    /// <summary>Where: a JSON pointer as a fragment (<c>#/properties/age/multipleOf</c>), or what was given (<c>pattern</c>).</summary>
    public string Location { get; }
}
