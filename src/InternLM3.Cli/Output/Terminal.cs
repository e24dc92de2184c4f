using Microsoft.Extensions.AI;
using Spectre.Console;

namespace InternLM3.Cli.Output;

/// <summary>A terminal the output goes to, and the person before it, if any. What a pipe gets is plain and comes without questions.</summary>
/// <param name="person">What the person types; null when the input is a pipe.</param>
/// <param name="writer">Writes in colours, where the terminal has them.</param>
internal sealed class Terminal(TextReader? person, AnsiWriter writer)
{
    private static readonly Style s_quiet = new(Color.Grey);
    private static readonly Style s_dim = new(decoration: Decoration.Dim);
    private static readonly Style s_turn = new(Color.Green, decoration: Decoration.Bold);

    /// <summary>Whether somebody can be asked.</summary>
    public bool CanAsk => person is not null;

    /// <summary>The terminal behind an output, or null when that is something else.</summary>
    public static Terminal? Of(TextWriter output) => Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out)
        ? null
        : new Terminal(Console.IsInputRedirected ? null : Console.In, new AnsiWriter(output));

    /// <summary>Says how a conversation goes.</summary>
    public void Greet() => writer.WriteLine("One line a turn; an empty line ends.", s_quiet);

    /// <summary>Stands in front of what the person types.</summary>
    public void BeginTurn()
    {
        writer.Write("you>", s_turn);
        writer.Write(" ");
    }

    /// <summary>Writes text that matters less.</summary>
    public void WriteDim(string text) => writer.Write(text, s_dim);

    /// <summary>Asks for the result of a call, one line; null when the input has ended.</summary>
    public async Task<string?> AskResultAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        writer.Write($"result of {call.Name}>", s_quiet);
        writer.Write(" ");
        return await person!.ReadLineAsync(cancellationToken).ConfigureAwait(false);
    }
}
