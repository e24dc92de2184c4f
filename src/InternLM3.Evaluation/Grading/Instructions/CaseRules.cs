namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about capital and small letters.</summary>
internal static class CaseRules
{
    public static bool CapitalWordFrequency(InstructionArguments arguments, string response) =>
        arguments.Holds("capital_relation", CapitalWords.Count(response), arguments.Number("capital_frequency"));

    public static bool EnglishCapital(InstructionArguments arguments, string response) =>
        response.Any(char.IsUpper) && !response.Any(char.IsLower) && ResponseLanguage.Is(response, "en");

    public static bool EnglishLowercase(InstructionArguments arguments, string response) =>
        response.Any(char.IsLower) && !response.Any(char.IsUpper) && ResponseLanguage.Is(response, "en");
}
