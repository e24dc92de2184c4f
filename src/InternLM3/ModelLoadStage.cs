namespace InternLM3;

/// <summary>What a load is doing.</summary>
public enum ModelLoadStage
{
    /// <summary>The files of a repository are downloaded.</summary>
    Downloading,

    /// <summary>A checkpoint is converted to a model folder, once.</summary>
    Converting,
}
