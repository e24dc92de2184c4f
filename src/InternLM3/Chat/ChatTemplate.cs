using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// InternLM3's chat template: <c>&lt;s&gt;</c>, then <c>&lt;|im_start|&gt;role\ncontent&lt;|im_end|&gt;\n</c> a message, then
/// <c>&lt;|im_start|&gt;assistant\n</c>, as the checkpoint's <c>chat_template</c> has it.
/// </summary>
/// <param name="special">The model's special tokens.</param>
/// <param name="defaultSystemPrompt">The system prompt of conversations that bring none, or null for none.</param>
internal sealed class ChatTemplate(SpecialTokens special, string? defaultSystemPrompt)
{
    /// <summary>
    /// Renders a conversation up to where the model takes over: a new assistant turn, or the last message when it is the
    /// assistant's, which is left open so that the model continues it.
    /// </summary>
    /// <exception cref="UnsupportedOptionException">A message holds something the model cannot read.</exception>
    public Prompt Render(IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        var prompt = new Prompt().Add(special.Bos);
        if (instructions is not null)
        {
            AddTurn(prompt, "system", instructions);
        }
        else if (defaultSystemPrompt is not null && (messages.Count == 0 || messages[0].Role != ChatRole.System))
        {
            AddTurn(prompt, "system", defaultSystemPrompt);
        }

        for (var i = 0; i < messages.Count; i++)
        {
            var (role, text) = (RoleOf(messages[i]), MessageText.Of(messages[i]));
            if (i == messages.Count - 1 && messages[i].Role == ChatRole.Assistant)
            {
                return OpenTurn(prompt, role).Add(text);
            }

            AddTurn(prompt, role, text);
        }

        return OpenTurn(prompt, "assistant");
    }

    private void AddTurn(Prompt prompt, string role, string text) => OpenTurn(prompt, role).Add(text).Add(special.ImEnd).Add("\n");

    private Prompt OpenTurn(Prompt prompt, string role) => prompt.Add(special.ImStart).Add(role).Add("\n");

    /// <summary>The role's name in the template; only known roles pass, so that a role cannot carry text into the prompt.</summary>
    private static string RoleOf(ChatMessage message) => message.Role.Value switch
    {
        "system" or "developer" => "system",
        "user" => "user",
        "assistant" => "assistant",
        var other => throw new UnsupportedOptionException($"Role \"{other}\"", "InternLM3 reads system, user and assistant messages."),
    };
}
