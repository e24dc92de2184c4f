using System.Text;

namespace InternLM3.Evaluation.Reports;

/// <summary>Escapes text for HTML.</summary>
internal static class Html
{
    /// <summary>
    /// Escapes text for an element or a quoted attribute. Control characters, which HTML forbids, become Unicode's control pictures.
    /// </summary>
    public static string Escape(string text)
    {
        var html = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                '\n' or '\t' or '\r' => html.Append(c),
                < ' ' => html.Append((char)(c + '\u2400')),
                '\u007f' => html.Append('\u2421'),
                _ => html.Append(c),
            };
        }

        return html.ToString();
    }
}
