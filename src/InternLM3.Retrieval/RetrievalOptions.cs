namespace InternLM3.Retrieval;

/// <summary>How documents are read and cut. After changing <see cref="PassageTokens"/> the next ingest indexes every file again.</summary>
public sealed record RetrievalOptions
{
    /// <summary>The most tokens in a passage, by the model's tokenizer, 8 to 8,192. Default 256.</summary>
    public int PassageTokens { get; init; } = 256;

    /// <summary>The size of the largest file that is read, in bytes; larger ones are reported as failed. Default 64 MiB.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>Checks the values.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        if (PassageTokens is < 8 or > 8192)
        {
            throw new UnsupportedOptionException(nameof(PassageTokens), $"is {PassageTokens}; give 8 to 8,192.");
        }

        if (MaxFileBytes is < 1 or > int.MaxValue)
        {
            throw new UnsupportedOptionException(nameof(MaxFileBytes), $"is {MaxFileBytes}; give 1 to {int.MaxValue}.");
        }
    }
}
