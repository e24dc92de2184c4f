namespace InternLM3.AspNetCore.Completions;

/// <summary>How a continuation ended.</summary>
/// <param name="Reason">stop or length.</param>
/// <param name="Prompt">The prompt's ids.</param>
/// <param name="Tokens">The ids generated.</param>
/// <param name="Cached">Prompt tokens that were reused.</param>
internal sealed record CompletionEnd(string Reason, ReadOnlyMemory<int> Prompt, IReadOnlyList<int> Tokens, int Cached);
