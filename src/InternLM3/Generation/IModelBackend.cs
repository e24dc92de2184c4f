namespace InternLM3.Generation;

/// <summary>
/// The one seam below the engine: a runtime that holds sequences (token positions with their keys and values) and turns
/// appended tokens into logits. It knows nothing of sampling, stopping or text.
/// </summary>
/// <remarks>
/// Calls are made from one thread at a time. The rows returned belong to the backend, may be written to, and are valid until the next call.
/// A call that is cancelled or fails leaves every sequence at the length it had before.
/// </remarks>
public interface IModelBackend : IDisposable
{
    /// <summary>What this backend can do.</summary>
    BackendCapabilities Capabilities { get; }

    /// <summary>What keys and values take at most.</summary>
    KeyValueMemory Memory { get; }

    /// <summary>Opens an empty sequence and returns its name, a small number that may be used again after <see cref="Close"/>.</summary>
    /// <param name="ropeBase">The rotary base of this sequence, or null for the model's own.</param>
    /// <exception cref="InternLM3Exception">No sequence is free.</exception>
    int Open(double? ropeBase = null);

    /// <summary>Ends a sequence and frees what it held.</summary>
    void Close(int sequence);

    /// <summary>
    /// Says how many tokens a sequence will probably hold, before tokens are appended that need the room. Backends that reserve nothing
    /// ignore it.
    /// </summary>
    /// <param name="sequence">The open sequence.</param>
    /// <param name="tokens">Tokens, those it holds included; an estimate, not a limit.</param>
    void Expect(int sequence, int tokens)
    {
    }

    /// <summary>Appends tokens to one sequence.</summary>
    /// <param name="sequence">The open sequence.</param>
    /// <param name="tokens">The tokens, at least one; together with what the sequence holds at most the context length.</param>
    /// <param name="rows">How many rows of logits to compute, for the last so many tokens; 0 for none.</param>
    /// <param name="cancellationToken">Stops the computation inside the call.</param>
    /// <returns><paramref name="rows"/> x vocabulary logits, row after row, fp32.</returns>
    Span<float> Append(int sequence, scoped ReadOnlySpan<int> tokens, int rows, CancellationToken cancellationToken);

    /// <summary>Appends one token to each of several sequences.</summary>
    /// <param name="steps">
    /// Sequences and tokens; no sequence twice; all of one rotary base; at most <see cref="BackendCapabilities.MaxBatchSize"/>.
    /// </param>
    /// <param name="cancellationToken">Stops the computation inside the call, for all of them.</param>
    /// <returns>steps x vocabulary logits, in the order of <paramref name="steps"/>, fp32.</returns>
    Span<float> Decode(scoped ReadOnlySpan<DecodeStep> steps, CancellationToken cancellationToken);

    /// <summary>Shortens a sequence; what follows <paramref name="length"/> is forgotten.</summary>
    void Rewind(int sequence, int length);

    /// <summary>Makes a sequence hold the first tokens of another one instead of its own.</summary>
    /// <param name="source">The open sequence to read.</param>
    /// <param name="target">The open sequence to write, another one with the same rotary base.</param>
    /// <param name="length">Tokens to copy, at most what <paramref name="source"/> holds.</param>
    /// <exception cref="NotSupportedException"><see cref="BackendCapabilities.CanCopy"/> is false.</exception>
    void Copy(int source, int target, int length);
}
