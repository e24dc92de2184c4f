using System.CommandLine;
using InternLM3.Tokenization;

namespace InternLM3.Cli.Commands;

/// <summary><c>internlm3 tokenize</c>: turns text into token ids.</summary>
internal static class TokenizeCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(TextWriter output)
    {
        var model = ModelSelection.CreateOption();
        var json = new Option<bool>("--json") { Description = "Print JSON arrays." };
        var noBos = new Option<bool>("--no-bos") { Description = "Leave out the token that begins a prompt." };
        var input = new TextInput();
        var command = new Command("tokenize", "Turns text into token ids; a file is encoded line by line.") { model, json, noBos };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var tokenizer =
                Tokenizer.Load(await ModelSelection.FolderAsync(parsed.GetValue(model)!, cancellationToken).ConfigureAwait(false));
            var text = input.Text(parsed);
            foreach (var line in text is null ? input.ReadLines(parsed) : [text])
            {
                int[] ids = [.. parsed.GetValue(noBos) ? (int[])[] : [tokenizer.BosTokenId], .. tokenizer.Encode(line)];
                await output.WriteLineAsync(parsed.GetValue(json) ? $"[{string.Join(',', ids)}]" : string.Join(' ', ids))
                    .ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
