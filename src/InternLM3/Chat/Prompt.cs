using System.Text;
using InternLM3.Tokenization;

namespace InternLM3.Chat;

/// <summary>A rendered prompt: runs of text and special tokens in turn. Neighbouring pieces of text are one run.</summary>
public sealed class Prompt
{
    private readonly List<PromptPart> _parts = [];
    private readonly StringBuilder _run = new();

    /// <summary>The parts in order.</summary>
    public IReadOnlyList<PromptPart> Parts
    {
        get
        {
            EndRun();
            return _parts;
        }
    }

    /// <summary>Adds text to the current run.</summary>
    public Prompt Add(string text)
    {
        _run.Append(text);
        return this;
    }

    /// <summary>Ends the current run and adds a special token.</summary>
    public Prompt Add(int specialToken)
    {
        EndRun();
        _parts.Add(PromptPart.Special(specialToken));
        return this;
    }

    /// <summary>Encodes the prompt: each run by itself, as the model's own (slow) tokenizer does, special tokens as they are.</summary>
    public int[] Encode(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return Encode(tokenizer, new RememberedReplies(0));
    }

    /// <summary>
    /// As <see cref="Encode(Tokenizer)"/>, but assistant turns that were generated here keep the ids they were generated with.
    /// </summary>
    internal int[] Encode(Tokenizer tokenizer, RememberedReplies replies)
    {
        var ids = new List<int>();
        var parts = Parts;
        for (var i = 0; i < parts.Count; i++)
        {
            if (replies.TryFind(parts, i, tokenizer.Special, out var generated, out var count))
            {
                ids.AddRange(generated);
                i += count - 1;
            }
            else if (parts[i].Text is { } text)
            {
                tokenizer.EncodeRun(text, i > 0 ? parts[i - 1].TokenId : -1, i + 1 < parts.Count ? parts[i + 1].TokenId : -1, ids);
            }
            else
            {
                ids.Add(parts[i].TokenId);
            }
        }

        return [.. ids];
    }

    private void EndRun()
    {
        if (_run.Length > 0)
        {
            _parts.Add(PromptPart.Run(_run.ToString()));
            _run.Clear();
        }
    }
}
