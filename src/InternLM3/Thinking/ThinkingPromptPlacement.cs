namespace InternLM3.Thinking;

/// <summary>Where the thinking prompt goes when a conversation brings a system prompt of its own.</summary>
public enum ThinkingPromptPlacement
{
    /// <summary>After it, on a line of its own, as InternLM's own web demo does.</summary>
    AfterSystemPrompt,

    /// <summary>In its place, as the model card's examples do; the conversation's own is left out while the model thinks.</summary>
    ReplaceSystemPrompt,
}
