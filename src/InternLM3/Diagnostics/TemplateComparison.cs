using InternLM3.Configuration;

namespace InternLM3.Diagnostics;

/// <summary>Compares a checkpoint's chat template with the one this library renders.</summary>
internal static class TemplateComparison
{
    private const string FileName = "chat_template.jinja";

    // The published template without white space and with one kind of quotes; what this library renders.
    private const string Ours =
        "{{bos_token}}{%formessageinmessages%}{{'<|im_start|>'+message['role']+'\\n'+message['content']+'<|im_end|>'+'\\n'}}{%endfor%}"
        + "{%ifadd_generation_prompt%}{{'<|im_start|>assistant\\n'}}{%endif%}";

    /// <summary>Compares the folder's template with ours.</summary>
    /// <exception cref="ModelFormatException">tokenizer_config.json cannot be read.</exception>
    public static TemplateMatch Compare(string folder)
    {
        var file = Path.Combine(folder, FileName);
        var template = File.Exists(file)
            ? File.ReadAllText(file)
            : ConfigFile.Read(Path.Combine(folder, ModelFolder.TokenizerConfig)).FindString("chat_template");
        if (template is null)
        {
            return TemplateMatch.Missing;
        }

        // A line feed at the end of a string may be written as itself or as Jinja's escape.
        var escaped = template.Replace('"', '\'').Replace("\n'", "\\n'", StringComparison.Ordinal);
        var bare = string.Concat(escaped.Where(c => !char.IsWhiteSpace(c)));
        return bare.Replace("{%-", "{%", StringComparison.Ordinal).Replace("-%}", "%}", StringComparison.Ordinal) == Ours
            ? TemplateMatch.Same : TemplateMatch.Different;
    }
}
