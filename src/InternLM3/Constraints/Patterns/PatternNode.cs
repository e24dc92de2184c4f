namespace InternLM3.Constraints.Patterns;

/// <summary>The syntax tree of a regular expression.</summary>
internal abstract record PatternNode
{
    private PatternNode()
    {
    }

    /// <summary>Any text, of any length.</summary>
    public static PatternNode AnyText { get; } = new Repeat(new Set(CodePointSet.All), 0, null);

    /// <summary>The empty text.</summary>
    public static PatternNode Empty { get; } = new Sequence([]);

    /// <summary>One character out of a set.</summary>
    internal sealed record Set(CodePointSet Characters) : PatternNode;

    /// <summary>All parts in order.</summary>
    internal sealed record Sequence(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>Any one of the branches.</summary>
    internal sealed record Choice(IReadOnlyList<PatternNode> Branches) : PatternNode;

    /// <summary>A part repeated at least <paramref name="Min"/> and, unless null, at most <paramref name="Max"/> times.</summary>
    internal sealed record Repeat(PatternNode Part, int Min, int? Max) : PatternNode;

    /// <summary>The beginning (<c>^</c>) or the end (<c>$</c>) of the text.</summary>
    internal sealed record Anchor(bool AtStart) : PatternNode;
}
