namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about a repeated prompt and about two responses.</summary>
internal static class CombinationRules
{
    public static bool RepeatPrompt(InstructionArguments arguments, string response) =>
        response.Trim().StartsWith(
            (arguments.TextOrNull("prompt_to_repeat") ?? arguments.Prompt).Trim(), StringComparison.OrdinalIgnoreCase);

    // A blank part is allowed only at the edges: before the first separator and after the last.
    public static bool TwoResponses(InstructionArguments arguments, string response)
    {
        var parts = response.Split("******").Select(part => part.Trim()).ToArray();
        var kept = parts.Where(part => part.Length > 0).ToArray();
        return kept.Length == 2 && kept[0] != kept[1] && !parts.Skip(1).SkipLast(1).Contains("");
    }
}
