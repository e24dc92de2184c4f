namespace InternLM3.Tools;

/// <summary>Reads an interpreter call: a Markdown block of code, or bare code.</summary>
internal static class CodeBlock
{
    /// <summary>The code without its fence; the trimmed text when it has none.</summary>
    public static string Unwrap(string payload)
    {
        var text = payload.Trim();
        var fence = text.Length - text.TrimStart('`').Length;
        var firstLine = text.IndexOf('\n', StringComparison.Ordinal);
        if (fence < 3 || firstLine < 0)
        {
            return text;
        }

        var body = text[(firstLine + 1)..];
        var close = body.TrimEnd('`');
        return body.Length - close.Length >= fence ? close.TrimEnd('\r', '\n') : body;
    }
}
