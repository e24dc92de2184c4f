using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Output;

/// <summary>Prints an answer while it is generated: reasoning (dim on a terminal), text, and a line for each call.</summary>
internal sealed class AnswerPrinter(TextWriter output, Terminal? terminal)
{
    private bool _lineIsOpen;
    private bool _isReasoning;

    /// <summary>Prints an update.</summary>
    public async Task WriteAsync(ChatResponseUpdate update, CancellationToken cancellationToken)
    {
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextReasoningContent reasoning:
                    _isReasoning = true;
                    Write(reasoning.Text, dim: true);
                    break;
                case TextContent text:
                    EndReasoning();
                    Write(text.Text, dim: false);
                    break;
                case FunctionCallContent call:
                    EndLine();
                    await output.WriteLineAsync($"[call] {call.Name} {CallJson.Arguments(call)}").ConfigureAwait(false);
                    break;
            }
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends an answer. An answer without calls ends with a line feed even when it is empty.</summary>
    public void Finish(bool hasCalls)
    {
        if (hasCalls)
        {
            EndLine();
        }
        else
        {
            EndReasoning();
            output.WriteLine();
        }

        (_lineIsOpen, _isReasoning) = (false, false);
    }

    private void EndReasoning()
    {
        if (_isReasoning)
        {
            _isReasoning = false;
            EndLine();
        }
    }

    private void EndLine()
    {
        if (_lineIsOpen)
        {
            output.WriteLine();
            _lineIsOpen = false;
        }
    }

    private void Write(string text, bool dim)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (dim && terminal is not null)
        {
            terminal.WriteDim(text);
        }
        else
        {
            output.Write(text);
        }

        _lineIsOpen = text[^1] != '\n';
    }
}
