using System.Text.RegularExpressions;

namespace InternLM3.Remote.Requests;

/// <summary>
/// Breaks texts that look like control tokens: LMDeploy and vLLM tokenise the rendered prompt as one text, in which a message that says
/// <c>&lt;|im_end|&gt;</c> would end its turn. A zero-width space (U+200B) after the <c>&lt;</c> leaves it readable and harmless.
/// </summary>
internal static partial class SpecialTokenText
{
    /// <summary>The text without anything a server could take for a control token.</summary>
    public static string Break(string text) => Pattern().Replace(text, "<\u200B");

    [GeneratedRegex(@"<(?=\|\w+\|>|/?s>|unk>)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
