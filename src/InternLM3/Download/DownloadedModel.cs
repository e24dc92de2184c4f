namespace InternLM3.Download;

/// <summary>A repository on this machine.</summary>
public sealed record DownloadedModel
{
    /// <summary>Its id, <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit it is pinned to.</summary>
    public required string Commit { get; init; }

    /// <summary>The checkpoint folder; on systems that allow links its files are links into the cache.</summary>
    public required string Folder { get; init; }

    /// <summary>The licence of the weights as the hub names it, or null when it names none.</summary>
    public required string? License { get; init; }

    /// <summary>The bytes of its files.</summary>
    public required long Bytes { get; init; }

    /// <summary>The files with their hashes; empty when another tool downloaded them and left no hashes.</summary>
    internal IReadOnlyList<HubFile> Files { get; init; } = [];
}
