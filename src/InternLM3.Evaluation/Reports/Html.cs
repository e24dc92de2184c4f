using System.Text;

namespace InternLM3.Evaluation.Reports;

/// <summary>Text for pages.</summary>
internal static class Html
{
    /// <summary>Text that is nothing but text in an element or a quoted attribute. Control characters, which HTML forbids, are shown as pictures.</summary>
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
