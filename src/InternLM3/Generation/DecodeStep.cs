namespace InternLM3.Generation;

/// <summary>One sequence's part in a batched decode step.</summary>
/// <param name="Sequence">The open sequence, as <see cref="IModelBackend.Open"/> named it.</param>
/// <param name="TokenId">The token to append.</param>
public readonly record struct DecodeStep(int Sequence, int TokenId);
