using System.Text.RegularExpressions;
using InternLM3.Retrieval.Storage;

namespace InternLM3.Retrieval.Prompts;

/// <summary>
/// Formats passages for a prompt: one line each, <c>[n] text</c>. A passage is data: its line feeds become spaces so that it cannot look
/// like another source or a question, its own <c>[n]</c> become <c>(n)</c>, and special tokens spelled in it stay text, because the
/// tokenizer never makes special tokens of text.
/// </summary>
public static partial class DocumentPrompt
{
    /// <summary>The instruction InternLM3-Tiny was trained with; larger models understand it too.</summary>
    public const string SystemPrompt =
        "Answer the question using only the numbered documents, and cite them like [1]. "
        + "If they do not contain the answer, say that you do not know.";

    /// <summary>The text for a search without results.</summary>
    public const string NothingFound = "No passages found.";

    /// <summary>The passages, one line each; <see cref="NothingFound"/> for none.</summary>
    public static string Format(IEnumerable<NumberedPassage> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var lines = string.Join('\n', sources.Select(Line));
        return lines.Length > 0 ? lines : NothingFound;
    }

    /// <summary>A user message with passages and a question: <c>Documents:\n[1] …\n\nQuestion: …</c>.</summary>
    public static string Format(IEnumerable<NumberedPassage> sources, string question)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(question);
        return $"Documents:\n{Format(sources)}\n\nQuestion: {question.Trim()}";
    }

    private static string Line(NumberedPassage source)
    {
        var text = Flatten(source.Passage.Text);
        var heading = Flatten(source.Passage.Heading);

        // "It opens at 9:00." needs its heading; "The Zora Bridge opens at 9:00." does not.
        var told = SearchTerms.Of(text).ToHashSet(StringComparer.Ordinal);
        var prefix = SearchTerms.Of(heading).All(told.Contains) ? "" : $"{heading}: ";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[{source.Number}] {prefix}{text}");
    }

    private static string Flatten(string text) =>
        SourceMark().Replace(WhiteSpace().Replace(ListMark().Replace(text, ""), " "), "($1)").Trim();

    // Marks of Markdown lists and quotes, which are layout.
    [GeneratedRegex(@"^[ \t]*(?:[-*+>][ \t]+)+", RegexOptions.Multiline)]
    private static partial Regex ListMark();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"[\[［【]\s*(\d[\d\s,，、–-]*)[\]］】]")]
    private static partial Regex SourceMark();
}
