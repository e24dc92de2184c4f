using InternLM3.Chat;
using InternLM3.Thinking;

namespace InternLM3;

/// <summary>How chats are rendered and requests are read. Immutable; may be shared.</summary>
public sealed record InternLM3ChatOptions
{
    /// <summary>
    /// The system prompt of conversations that bring none, for example <see cref="SystemPrompts.InternLM"/>. Default: none.
    /// </summary>
    public string? DefaultSystemPrompt { get; init; }

    /// <summary>Where the thinking prompt goes when a conversation brings a system prompt. Default: after it.</summary>
    public ThinkingPromptPlacement ThinkingPromptPlacement { get; init; }

    /// <summary>What happens to options of a request that cannot be honoured. Default: the request fails and names them.</summary>
    public UnsupportedOptionBehavior UnsupportedOptions { get; init; }

    /// <summary>Throws when a value cannot work, and names the option.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(ThinkingPromptPlacement))
        {
            throw new UnsupportedOptionException(
                nameof(ThinkingPromptPlacement), $"{ThinkingPromptPlacement} is no {nameof(ThinkingPromptPlacement)}.");
        }

        if (!Enum.IsDefined(UnsupportedOptions))
        {
            throw new UnsupportedOptionException(
                nameof(UnsupportedOptions), $"{UnsupportedOptions} is no {nameof(UnsupportedOptionBehavior)}.");
        }
    }
}
