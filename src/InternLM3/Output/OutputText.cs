using InternLM3.Tokenization;

namespace InternLM3.Output;

/// <summary>Tokens in, text out: whole characters only, and nothing of a stop string. Not safe for concurrent use.</summary>
/// <param name="decoder">A fresh decoder.</param>
/// <param name="stops">The caller's stop strings.</param>
internal sealed class OutputText(StreamingDecoder decoder, StopStrings stops)
{
    /// <summary>Whether a stop string has ended the text.</summary>
    public bool Stopped => stops.Found;

    /// <summary>Takes a token and gives the text that became certain, often none.</summary>
    public string Append(int token) => stops.Append(decoder.Append(token));

    /// <summary>Ends the text and gives what was held back.</summary>
    public string Flush() => stops.Append(decoder.Flush()) + stops.Flush();
}
