namespace InternLM3.Conversion;

/// <summary>The state of a cache entry.</summary>
public enum CachedModelState
{
    /// <summary>A model folder that loads.</summary>
    Complete,

    /// <summary>A model folder of another version of the format, which this version converts again instead of reading.</summary>
    OtherFormat,

    /// <summary>A model folder with a missing or changed file, which is converted again when it is next asked for.</summary>
    Damaged,

    /// <summary>What an interrupted conversion left, or one that is running.</summary>
    Partial,
}
