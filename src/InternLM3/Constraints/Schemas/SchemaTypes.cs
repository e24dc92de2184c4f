namespace InternLM3.Constraints.Schemas;

/// <summary>Sets of JSON types. Schema's "number" is <see cref="Number"/>, which contains <see cref="Integer"/>.</summary>
[Flags]
internal enum SchemaTypes
{
    /// <summary>No type.</summary>
    None = 0,

    /// <summary><c>null</c>.</summary>
    Null = 1,

    /// <summary><c>true</c> and <c>false</c>.</summary>
    Boolean = 2,

    /// <summary>Strings.</summary>
    String = 4,

    /// <summary>Whole numbers.</summary>
    Integer = 8,

    /// <summary>Numbers that are not whole.</summary>
    Fractional = 16,

    /// <summary>All numbers.</summary>
    Number = Integer | Fractional,

    /// <summary>Arrays.</summary>
    Array = 32,

    /// <summary>Objects.</summary>
    Object = 64,

    /// <summary>Every type.</summary>
    All = 127,
}
