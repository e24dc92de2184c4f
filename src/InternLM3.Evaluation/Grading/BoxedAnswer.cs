namespace InternLM3.Evaluation.Grading;

/// <summary>The answer in the last <c>\boxed{}</c> (or <c>\fbox{}</c>) of an output, by the rule the rest of the library uses.</summary>
internal static class BoxedAnswer
{
    /// <summary>What the last box holds; null when there is none, or it is empty or not closed.</summary>
    public static string? Extract(string text) => Thinking.BoxedAnswer.TryExtract(text, out var answer) ? answer : null;
}
