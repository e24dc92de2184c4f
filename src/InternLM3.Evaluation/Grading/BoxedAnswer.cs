namespace InternLM3.Evaluation.Grading;

/// <summary>Finds the answer in the last <c>\boxed{}</c> (or <c>\fbox{}</c>) of an output, by the rule of the core library.</summary>
internal static class BoxedAnswer
{
    /// <summary>The content of the last box; null when there is no box, or it is empty or not closed.</summary>
    public static string? Extract(string text) => Thinking.BoxedAnswer.TryExtract(text, out var answer) ? answer : null;
}
