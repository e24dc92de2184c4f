namespace InternLM3.Mathematics.Syntax;

/// <summary>Kinds of tokens.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A number: digits, with a point or an exponent.</summary>
    Number,

    /// <summary>A name, LaTeX's commands included, without the backslash.</summary>
    Name,

    /// <summary>An operator or a bracket.</summary>
    Symbol,
}
