using InternLM3.Sampling;

namespace InternLM3.Chat;

/// <summary>A token of an answer with its log-probability.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Text">The text it adds; empty when it completes no character.</param>
/// <param name="Logprob">Its log-probability under the model, before penalties, temperature and filters.</param>
/// <param name="Alternatives">The most likely tokens of the step, best first.</param>
public sealed record OutputLogprob(int TokenId, string Text, float Logprob, IReadOnlyList<TokenLogprob> Alternatives);
