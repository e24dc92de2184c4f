namespace InternLM3.Retrieval.Prompts;

/// <summary>A passage with the number by which an answer cites it.</summary>
/// <param name="Number">The number, from 1.</param>
/// <param name="Passage">The passage.</param>
public sealed record NumberedPassage(int Number, Passage Passage);
