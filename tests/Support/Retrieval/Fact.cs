namespace InternLM3.Tests.Support.Retrieval;

/// <summary>A fact of a generated corpus: its sentence, a question in the words of the sentence, and one in others.</summary>
public sealed record Fact(string File, string Entity, string Value, string Sentence, string Question, string Paraphrase)
{
    /// <summary>Whether a text has the fact: the entity and the value.</summary>
    public bool IsIn(string text) => text.Contains(Entity, StringComparison.OrdinalIgnoreCase) && text.Contains(Value, StringComparison.OrdinalIgnoreCase);
}
