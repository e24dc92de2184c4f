namespace InternLM3.Generation;

/// <summary>What a backend can do; the engine plans by it.</summary>
public sealed record BackendCapabilities
{
    /// <summary>Width of a row of logits.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Tokens one sequence can hold.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Sequences that can be open at once.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Sequences that one decode step can advance together; 1 when they take turns.</summary>
    public required int MaxBatchSize { get; init; }

    /// <summary>Whether several tokens can be appended to a sequence that already holds some (chunked prefill, speculation).</summary>
    public required bool CanAppendToPast { get; init; }

    /// <summary>Whether <see cref="IModelBackend.Append"/> can return more rows than the last one.</summary>
    public required bool CanReturnManyRows { get; init; }

    /// <summary>Whether a sequence may be opened with a rotary base of its own.</summary>
    public required bool CanChangeRopeBase { get; init; }

    /// <summary>Whether <see cref="IModelBackend.Copy"/> works; without it a prefix is reused only by the sequence that holds it.</summary>
    public required bool CanCopy { get; init; }
}
