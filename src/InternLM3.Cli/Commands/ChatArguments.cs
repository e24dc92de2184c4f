using InternLM3.Cli.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Commands;

/// <summary>The values of an <c>internlm3 chat</c> command line.</summary>
/// <param name="Model">The value of <c>--model</c>.</param>
/// <param name="Prompt">The one message to answer, or null for a conversation.</param>
/// <param name="Json">Whether the answer is printed as JSON.</param>
/// <param name="Options">The options of every request.</param>
/// <param name="Results">The results of calls from a file, or null without a file.</param>
internal sealed record ChatArguments(string Model, string? Prompt, bool Json, ChatOptions Options, ToolResults? Results);
