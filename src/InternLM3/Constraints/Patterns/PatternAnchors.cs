namespace InternLM3.Constraints.Patterns;

/// <summary>Replaces anchors: afterwards a tree matches a text as a whole.</summary>
internal static class PatternAnchors
{
    /// <summary>Takes the anchors out.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="search">
    /// Whether the expression may match anywhere, so that an end without an anchor admits any text; else anchors at the ends change
    /// nothing.
    /// </param>
    /// <param name="location">Where the expression stands, for errors.</param>
    public static PatternNode Resolve(PatternNode node, bool search, string location) => Resolve(node, true, true, search, location);

    private static PatternNode Resolve(PatternNode node, bool start, bool end, bool search, string location)
    {
        switch (node)
        {
            case PatternNode.Choice choice:
                return new PatternNode.Choice([.. choice.Branches.Select(b => Resolve(b, start, end, search, location))]);
            case PatternNode.Sequence { Parts.Count: > 0 } sequence:
                return ResolveSequence([.. sequence.Parts], start, end, search, location);
            case PatternNode.Anchor:
                return ResolveSequence([node], start, end, search, location);
            case PatternNode.Repeat repeat:
                RequireNone(repeat.Part, location);
                break;
        }
        if (!search || !(start || end))
        {
            return node;
        }
        var parts = new List<PatternNode> { node };
        if (start)
        {
            parts.Insert(0, PatternNode.AnyText);
        }
        if (end)
        {
            parts.Add(PatternNode.AnyText);
        }
        return new PatternNode.Sequence(parts);
    }

    private static PatternNode.Sequence ResolveSequence(List<PatternNode> parts, bool start, bool end, bool search, string location)
    {
        var anchoredStart = start && parts is [PatternNode.Anchor { AtStart: true }, ..];
        if (anchoredStart)
        {
            parts.RemoveAt(0);
        }
        var anchoredEnd = end && parts is [.., PatternNode.Anchor { AtStart: false }];
        if (anchoredEnd)
        {
            parts.RemoveAt(parts.Count - 1);
        }
        var resolved = new List<PatternNode>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i] is PatternNode.Anchor anchor)
            {
                throw Inside(anchor, location);
            }
            var (first, last) = (start && !anchoredStart && i == 0, end && !anchoredEnd && i == parts.Count - 1);
            resolved.Add(Resolve(parts[i], first, last, search, location));
        }
        if (parts.Count == 0 && search && ((start && !anchoredStart) || (end && !anchoredEnd)))
        {
            resolved.Add(PatternNode.AnyText);
        }
        return new PatternNode.Sequence(resolved);
    }

    // What is repeated has no end of its own.
    private static void RequireNone(PatternNode node, string location)
    {
        switch (node)
        {
            case PatternNode.Anchor anchor:
                throw Inside(anchor, location);
            case PatternNode.Repeat repeat:
                RequireNone(repeat.Part, location);
                break;
            case PatternNode.Choice or PatternNode.Sequence:
                foreach (var part in node is PatternNode.Choice choice ? choice.Branches : ((PatternNode.Sequence)node).Parts)
                {
                    RequireNone(part, location);
                }
                break;
        }
    }

    private static SchemaException Inside(PatternNode.Anchor anchor, string location) =>
        new(
            location,
            $"the anchor '{(anchor.AtStart ? '^' : '$')}' is supported only at the ends of the expression or of its alternatives.");
}
