namespace InternLM3.Conversion.Graphs;

/// <summary>One dimension of a graph's input or output: a number, or a name for one that is known when the graph runs.</summary>
/// <param name="Size">The number; not used when there is a name.</param>
/// <param name="Name">The name, or null.</param>
internal readonly record struct Dimension(long Size, string? Name)
{
    /// <summary>A dimension that is a number.</summary>
    public static implicit operator Dimension(long size) => new(size, null);

    /// <summary>A dimension that has a name.</summary>
    public static implicit operator Dimension(string name) => new(0, name);
}
