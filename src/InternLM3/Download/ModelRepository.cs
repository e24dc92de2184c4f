namespace InternLM3.Download;

/// <summary>A repository on a hub, at one commit.</summary>
public sealed record ModelRepository
{
    /// <summary>Its id, <c>owner/name</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The branch, tag or commit that was asked for.</summary>
    public required string Revision { get; init; }

    /// <summary>The commit the revision stands for.</summary>
    public required string Commit { get; init; }

    /// <summary>The licence of the weights as the hub names it, or null when it names none.</summary>
    public required string? License { get; init; }

    /// <summary>All its files.</summary>
    internal IReadOnlyList<HubFile> Files { get; init; } = [];
}
