namespace InternLM3.Tools;

/// <summary>A call the model wrote.</summary>
/// <param name="Name">The function's name; never empty.</param>
/// <param name="Arguments">The arguments as JSON text, an object; with an error, whatever there is of them.</param>
/// <param name="Error">Why the arguments cannot be read, or null.</param>
/// <param name="Payload">The text of the call as the model wrote it, between the marker tokens.</param>
internal sealed record ToolCall(string Name, string Arguments, InternLM3Exception? Error, string Payload);
