namespace InternLM3.Chat;

/// <summary>One piece of a prompt: a run of text, or a special token by its id.</summary>
/// <remarks>
/// Text is never searched for control tokens, so a message that spells <c>&lt;|im_end|&gt;</c> cannot end a turn.
/// </remarks>
public readonly record struct PromptPart
{
    private PromptPart(string? text, int tokenId)
    {
        Text = text;
        TokenId = tokenId;
    }

    /// <summary>The text of a run; null for a special token.</summary>
    public string? Text { get; }

    /// <summary>The id of a special token; -1 for a run of text.</summary>
    public int TokenId { get; }

    /// <summary>A run of text.</summary>
    public static PromptPart Run(string text) => new(text, -1);

    /// <summary>A special token.</summary>
    public static PromptPart Special(int tokenId) => new(null, tokenId);
}
