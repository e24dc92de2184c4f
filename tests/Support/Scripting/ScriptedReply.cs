namespace InternLM3.Tests.Support.Scripting;

/// <summary>What a scripted model says to a prompt.</summary>
/// <param name="Asked">The text of the last message, the user's or a tool's; the whole text of a prompt that has no messages.</param>
/// <param name="Reply">
/// Text, with special tokens by name, such as <c>&lt;|action_start|&gt;</c>. The end of the turn follows by itself.
/// </param>
public sealed record ScriptedReply(string Asked, string Reply)
{
    /// <summary>A text the prompt must have besides, anywhere, or null.</summary>
    public string? With { get; init; }

    /// <summary>A text of the answer begun that the reply comes after, or null for a reply from the turn's beginning.</summary>
    public string? After { get; init; }

    /// <summary>A reply that calls a function.</summary>
    /// <param name="asked">The text of the last message.</param>
    /// <param name="name">The function, which the prompt must offer.</param>
    /// <param name="arguments">Its arguments as JSON.</param>
    public static ScriptedReply Call(string asked, string name, string arguments)
    {
        var call = $$"""{"name": "{{name}}", "parameters": {{arguments}}}""";
        return new ScriptedReply(asked, $"<|action_start|><|plugin|>\n{call}<|action_end|>") { With = $"\"{name}\"" };
    }
}
