using Microsoft.Extensions.AI;
using Spectre.Console;

namespace InternLM3.Cli.Output;

/// <summary>
/// The terminal that shows the output, and the person at it, if any. A pipe gets plain text and no questions.
/// </summary>
/// <param name="person">The person's input; null when the input is a pipe.</param>
/// <param name="writer">Writes in colours if the terminal has them.</param>
internal sealed class Terminal(TextReader? person, AnsiWriter writer)
{
    private static readonly Style s_quiet = new(Color.Grey);
    private static readonly Style s_dim = new(decoration: Decoration.Dim);
    private static readonly Style s_turn = new(Color.Green, decoration: Decoration.Bold);

    /// <summary>Whether there is a person to ask.</summary>
    public bool CanAsk => person is not null;

    /// <summary>The terminal behind an output, or null when the output is not a terminal.</summary>
    public static Terminal? Of(TextWriter output) => Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out)
        ? null
        : new Terminal(Console.IsInputRedirected ? null : Console.In, new AnsiWriter(output));

    /// <summary>Prints how to use the conversation.</summary>
    public void Greet() => writer.WriteLine("One line a turn; an empty line ends.", s_quiet);

    /// <summary>Writes the prompt for the person's next line.</summary>
    public void BeginTurn()
    {
        writer.Write("you>", s_turn);
        writer.Write(" ");
    }

    /// <summary>Writes dimmed text.</summary>
    public void WriteDim(string text) => writer.Write(text, s_dim);

    /// <summary>Asks for the result of a call, one line; null when the input has ended.</summary>
    public async Task<string?> AskResultAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        writer.Write($"result of {call.Name}>", s_quiet);
        writer.Write(" ");
        return await person!.ReadLineAsync(cancellationToken).ConfigureAwait(false);
    }
}
