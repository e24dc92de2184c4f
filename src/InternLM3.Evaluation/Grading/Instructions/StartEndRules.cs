namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about the beginning and end of a response.</summary>
internal static class StartEndRules
{
    public static bool End(InstructionArguments arguments, string response) =>
        response.Trim().Trim('"').EndsWith(arguments.Text("end_phrase").Trim(), StringComparison.OrdinalIgnoreCase);

    public static bool Quotation(InstructionArguments arguments, string response) =>
        response.Trim() is { Length: > 1 } text && text[0] == '"' && text[^1] == '"';
}
