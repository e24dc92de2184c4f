using InternLM3.AspNetCore.Wire;

namespace InternLM3.AspNetCore.Completions;

/// <summary>A piece of one continuation.</summary>
/// <param name="Text">The text it adds.</param>
/// <param name="Logprobs">The log-probabilities it adds, or null.</param>
/// <param name="End">How it ended; null for all pieces but the last.</param>
internal readonly record struct CompletionPiece(string Text, CompletionLogprobs? Logprobs, CompletionEnd? End);
