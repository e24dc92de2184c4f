using InternLM3.Cli.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Commands;

/// <summary>What a command line of <c>internlm3 chat</c> asks for.</summary>
/// <param name="Model">The value of <c>--model</c>.</param>
/// <param name="Prompt">The one message to answer, or null for a conversation.</param>
/// <param name="Json">Whether the answer is printed as JSON.</param>
/// <param name="Options">The options of every request.</param>
/// <param name="Results">The results of calls, or null when no file gives them.</param>
internal sealed record ChatArguments(string Model, string? Prompt, bool Json, ChatOptions Options, ToolResults? Results);
