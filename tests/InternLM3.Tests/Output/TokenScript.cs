using System.Text;
using InternLM3.Output;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Output;

/// <summary>
/// Outputs written down as text, with a control character for each marker token, and what a reader makes of them. Text can be cut into
/// tokens in many ways.
/// </summary>
internal static class TokenScript
{
    public const char ActionStart = '\u0001';
    public const char ActionEnd = '\u0002';
    public const char Plugin = '\u0003';
    public const char Interpreter = '\u0004';

    public static Tokenizer Tokenizer { get; } = Tokenizer.Load(InternLM3Tiny.CheckpointPath);

    /// <summary>The token of each byte.</summary>
    public static IReadOnlyList<int> Bytes { get; } =
        [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, Tokenizer.VocabularySize).First(id => Tokenizer.GetPiece(id) == $"<0x{value:X2}>"))];

    /// <summary>The tokens of a script: each run of text as the tokenizer encodes it, or cut at random, and in part as bytes.</summary>
    public static List<int> Encode(string script, Random? random = null)
    {
        var ids = new List<int>();
        for (var start = 0; start < script.Length;)
        {
            if (script[start] <= Interpreter)
            {
                ids.Add(Marker(script[start++]));
                continue;
            }

            var end = start;
            while (end < script.Length && script[end] > Interpreter && (random is null || end == start || random.Next(4) > 0 || char.IsLowSurrogate(script[end])))
            {
                end++;
            }

            if (random?.Next(5) == 0)
            {
                ids.AddRange(Encoding.UTF8.GetBytes(script[start..end]).Select(value => Bytes[value]));
            }
            else
            {
                Tokenizer.Encode(script.AsSpan(start, end - start), ids);
            }

            start = end;
        }

        return ids;
    }

    /// <summary>What comes out, neighbouring pieces of text joined: T text, R reasoning, C call (name, arguments), E call with an error, I code.</summary>
    public static List<string> Read(IEnumerable<int> tokens, OutputOptions options, bool cut = false) =>
        Read(tokens, options, cut, out _);

    public static List<string> Read(IEnumerable<int> tokens, OutputOptions options, bool cut, out OutputReader reader)
    {
        reader = new OutputReader(Tokenizer.CreateDecoder(), Tokenizer.Special, options);
        var pieces = new List<string>();
        foreach (var token in tokens)
        {
            Add(pieces, reader.Append(token));
            if (reader.IsComplete)
            {
                break;
            }
        }

        Add(pieces, reader.Finish(cut));
        return pieces;
    }

    /// <summary>All text in order, whatever it came out as.</summary>
    public static string Everything(IEnumerable<int> tokens, OutputOptions options, bool cut)
    {
        var reader = new OutputReader(Tokenizer.CreateDecoder(), Tokenizer.Special, options);
        var text = new StringBuilder();
        foreach (var token in tokens)
        {
            text.AppendJoin("", reader.Append(token).Select(piece => piece.Text));
        }

        return text.AppendJoin("", reader.Finish(cut).Select(piece => piece.Text)).ToString();
    }

    private static void Add(List<string> pieces, IReadOnlyList<OutputEvent> events)
    {
        foreach (var piece in events)
        {
            var text = piece.Kind switch
            {
                OutputEventKind.Text => "T:" + piece.Text,
                OutputEventKind.Reasoning => "R:" + piece.Text,
                OutputEventKind.ToolCall => $"{(piece.Call!.Error is null ? 'C' : 'E')}:{piece.Call.Name} {piece.Call.Arguments}",
                _ => "I:" + piece.Text,
            };
            if (pieces.Count > 0 && piece.Kind <= OutputEventKind.Reasoning && pieces[^1][0] == text[0])
            {
                pieces[^1] += text[2..];
            }
            else
            {
                pieces.Add(text);
            }
        }
    }

    private static int Marker(char c) => c switch
    {
        ActionStart => Tokenizer.Special.ActionStart!.Value,
        ActionEnd => Tokenizer.Special.ActionEnd!.Value,
        Plugin => Tokenizer.Special.Plugin!.Value,
        _ => Tokenizer.Special.Interpreter!.Value,
    };
}
