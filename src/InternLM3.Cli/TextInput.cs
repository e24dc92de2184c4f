using System.CommandLine;

namespace InternLM3.Cli;

/// <summary>The <c>--text</c> and <c>--file</c> options of a command, exactly one of which must be given.</summary>
internal sealed class TextInput
{
    private readonly Option<string?> _text = new("--text") { Description = "The text." };
    private readonly Option<FileInfo?> _file = new("--file") { Description = "A UTF-8 file." };

    /// <summary>Adds both options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_text);
        command.Add(_file);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_text) is null == result.GetValue(_file) is null)
            {
                result.AddError("Give either --text or --file.");
            }
        });
    }

    /// <summary>The text, or null when a file was given.</summary>
    public string? Text(ParseResult parsed) => parsed.GetValue(_text);

    /// <summary>The text, or the whole file.</summary>
    public async Task<string> ReadAllAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        parsed.GetValue(_text) ?? await File.ReadAllTextAsync(parsed.GetValue(_file)!.FullName, cancellationToken).ConfigureAwait(false);

    /// <summary>The file's lines. Only a line feed ends a line, as in SentencePiece's own tools; a carriage return is text.</summary>
    public IEnumerable<string> ReadLines(ParseResult parsed)
    {
        using var reader = parsed.GetValue(_file)!.OpenText();
        var line = new System.Text.StringBuilder();
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next == '\n')
            {
                yield return line.ToString();
                line.Clear();
            }
            else
            {
                line.Append((char)next);
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
