using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>What all requests of one client share.</summary>
/// <param name="Client">The client.</param>
/// <param name="Options">How chats are rendered.</param>
/// <param name="Policy">What happens to options that cannot be honoured.</param>
internal sealed record ChatContext(IChatClient Client, InternLM3ChatOptions Options, OptionPolicy Policy);
