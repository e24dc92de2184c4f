namespace InternLM3;

/// <summary>What a load is doing.</summary>
public enum ModelLoadStage
{
    /// <summary>Files of a repository arrive.</summary>
    Downloading,

    /// <summary>A checkpoint is made into a model folder, once.</summary>
    Converting,
}
