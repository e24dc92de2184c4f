namespace InternLM3.Sampling;

/// <summary>A token and the natural logarithm of its probability under the model, before penalties, temperature and filters.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Logprob">Its log-probability, at most 0.</param>
public readonly record struct TokenLogprob(int TokenId, float Logprob);
