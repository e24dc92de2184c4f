using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about placeholders and postscripts.</summary>
internal static partial class ContentRules
{
    public static bool Placeholders(InstructionArguments arguments, string response) =>
        Brackets().Count(response) >= arguments.Number("num_placeholders");

    public static bool Postscript(InstructionArguments arguments, string response) => arguments.Text("postscript_marker").Trim() switch
    {
        "P.P.S" => DoublePostscript().IsMatch(response),
        "P.S." => SinglePostscript().IsMatch(response),
        var marker => response.Contains(marker, StringComparison.OrdinalIgnoreCase),
    };

    [GeneratedRegex(@"\[[^\]\n]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"p\.\s?p\.\s?s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoublePostscript();

    [GeneratedRegex(@"p\.\s?s\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SinglePostscript();
}
