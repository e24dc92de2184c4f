namespace InternLM3.Retrieval.Prompts;

/// <summary>A passage under the number an answer cites it by.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Passage">The passage.</param>
public sealed record NumberedPassage(int Number, Passage Passage);
