using System.Text.Json;
using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Rules about the form of a response: lists, sections, highlights, titles, JSON.</summary>
internal static partial class FormatRules
{
    private static readonly string[] s_constrained = ["My answer is yes.", "My answer is no.", "My answer is maybe."];

    // Removed one after another, in this order.
    private static readonly string[] s_fences = ["```json", "```Json", "```JSON", "```"];

    public static bool ConstrainedResponse(InstructionArguments arguments, string response) =>
        s_constrained.Any(option => response.Contains(option, StringComparison.Ordinal));

    public static bool Json(InstructionArguments arguments, string response)
    {
        var text = response.Trim();
        foreach (var fence in s_fences)
        {
            text = text.StartsWith(fence, StringComparison.Ordinal) ? text[fence.Length..] : text;
        }

        text = text.EndsWith("```", StringComparison.Ordinal) ? text[..^3] : text;
        try
        {
            using var document = JsonDocument.Parse(text.Trim(), new JsonDocumentOptions { MaxDepth = 512 });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static bool Sections(InstructionArguments arguments, string response)
    {
        // Case matters: the splitter is "Section" or "SECTION".
        var splitter = Regex.Escape(arguments.Text("section_spliter").Trim());
        return Regex.Count(response, $@"\s?{splitter}\s?\d+\s?", RegexOptions.CultureInvariant) >= arguments.Number("num_sections");
    }

    public static bool BulletLists(InstructionArguments arguments, string response) =>
        Bullet().Count(response) == arguments.Number("num_bullets");

    // As in the published evaluation, **…** is matched by both patterns, but as *…* its content is empty and does not count.
    public static bool Highlights(InstructionArguments arguments, string response)
    {
        var count = Single().Matches(response).Count(match => match.Value.Trim('*').Trim().Length > 0)
            + Double().Matches(response).Count(match => match.Value[2..^2].Trim().Length > 0);
        return count >= arguments.Number("num_highlights");
    }

    public static bool Title(InstructionArguments arguments, string response) =>
        Titles().Matches(response).Any(match => match.Value.TrimStart('<').TrimEnd('>').Trim().Length > 0);

    [GeneratedRegex(@"^\s*(?:\*[^*].*|-.*)$", RegexOptions.Multiline)]
    private static partial Regex Bullet();

    [GeneratedRegex(@"\*[^\n*]*\*")]
    private static partial Regex Single();

    [GeneratedRegex(@"\*\*[^\n*]*\*\*")]
    private static partial Regex Double();

    [GeneratedRegex(@"<<[^\n]+>>")]
    private static partial Regex Titles();
}
