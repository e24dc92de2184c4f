namespace InternLM3.Download;

/// <summary>Why a download failed.</summary>
public enum DownloadFailure
{
    /// <summary>The text is no repository id of the form <c>owner/name</c> or <c>owner/name@revision</c>.</summary>
    InvalidRepository,

    /// <summary>Downloading was not allowed, or is switched off, and the model is not on this machine.</summary>
    NotAllowed,

    /// <summary>The hub has no such repository, or hides it from this token.</summary>
    RepositoryNotFound,

    /// <summary>The repository has no such branch, tag or commit.</summary>
    RevisionNotFound,

    /// <summary>The hub wants a token, or the token may not read the repository.</summary>
    AccessDenied,

    /// <summary>The repository lacks a file that a checkpoint needs, or holds no InternLM3.</summary>
    NotAModel,

    /// <summary>The hub could not be reached, or went on failing after every retry.</summary>
    Network,

    /// <summary>The hub answered with what its protocol does not allow.</summary>
    Protocol,

    /// <summary>A file does not have the hash or the size the hub names.</summary>
    Corrupt,

    /// <summary>The disk has not enough room, or a write failed.</summary>
    Storage,
}
