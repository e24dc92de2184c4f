using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>What a client brings to each of its requests.</summary>
/// <param name="Client">The client.</param>
/// <param name="DefaultSystemPrompt">The system prompt of conversations that bring none, or null for none.</param>
/// <param name="Placement">Where the thinking prompt goes beside a system prompt.</param>
/// <param name="Policy">What happens to options that cannot be honoured.</param>
/// <param name="Time">The clock of responses.</param>
internal sealed record ChatContext(IChatClient Client, string? DefaultSystemPrompt, ThinkingPromptPlacement Placement, OptionPolicy Policy, TimeProvider Time);
