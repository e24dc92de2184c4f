using InternLM3.Tools;

namespace InternLM3.Output;

/// <summary>One piece of an answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text or reasoning; of a call, the text as the model wrote it between the marker tokens.</param>
/// <param name="Call">The call, of a <see cref="OutputEventKind.ToolCall"/>.</param>
internal readonly record struct OutputEvent(OutputEventKind Kind, string Text, ToolCall? Call = null);
