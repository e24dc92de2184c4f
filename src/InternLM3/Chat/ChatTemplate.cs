using InternLM3.Thinking;
using InternLM3.Tokenization;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>
/// InternLM3's chat template: <c>&lt;s&gt;</c>, then <c>&lt;|im_start|&gt;role\ncontent&lt;|im_end|&gt;\n</c> a message, then
/// <c>&lt;|im_start|&gt;assistant\n</c>, as the checkpoint's <c>chat_template</c> has it. Tools, which that leaves out, follow InternLM2's
/// published format: a <c>system name=&lt;|plugin|&gt;</c> turn after the system prompt, calls at the end of the assistant's text, and an
/// <c>environment name=&lt;|plugin|&gt;</c> turn for each result.
/// </summary>
/// <param name="special">The model's special tokens.</param>
/// <param name="defaultSystemPrompt">The system prompt of conversations that bring none, or null for none.</param>
/// <param name="placement">Where the thinking prompt goes when the caller gives a system prompt.</param>
internal sealed class ChatTemplate(
    SpecialTokens special, string? defaultSystemPrompt, ThinkingPromptPlacement placement = ThinkingPromptPlacement.AfterSystemPrompt)
{
    /// <summary>
    /// Renders a conversation up to where the model takes over: a new assistant turn, or the last message when it is the
    /// assistant's, which is left open so that the model continues it.
    /// </summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="instructions">A system prompt in front of the conversation, or null.</param>
    /// <param name="functions">The functions on offer.</param>
    /// <param name="thinkingPrompt">
    /// The thinking prompt, or null. It takes the default system prompt's place; beside a system prompt the caller gives it goes where the
    /// placement says, after it on a line of its own or instead of it.
    /// </param>
    /// <exception cref="UnsupportedOptionException">A message holds something the model cannot read.</exception>
    public Prompt Render(
        IReadOnlyList<ChatMessage> messages,
        string? instructions,
        IReadOnlyCollection<AIFunctionDeclaration>? functions = null,
        string? thinkingPrompt = null)
    {
        var prompt = new Prompt().Add(special.Bos);
        var next = instructions is null && messages.Count > 0 && MessageText.RoleOf(messages[0]) == "system" ? 1 : 0;
        var given = next == 1 ? MessageText.Of(messages[0]) : instructions;
        if (MessageText.SystemPrompt(given, thinkingPrompt, defaultSystemPrompt, placement) is { } system)
        {
            AddTurn(prompt, "system", system);
        }

        if (functions is { Count: > 0 })
        {
            AddPluginTurn(prompt, "system", ToolText.Describe(functions));
        }

        for (var i = next; i < messages.Count; i++)
        {
            if (AddMessage(prompt, messages[i], isLast: i == messages.Count - 1))
            {
                return prompt;
            }
        }

        return OpenTurn(prompt, "assistant");
    }

    /// <summary>Adds a message; returns whether its turn stays open.</summary>
    private bool AddMessage(Prompt prompt, ChatMessage message, bool isLast)
    {
        switch (MessageText.RoleOf(message))
        {
            case "tool":
                foreach (var content in message.Contents)
                {
                    AddResult(prompt, content);
                }

                return false;
            case "assistant":
                AddAnswer(OpenTurn(prompt, "assistant"), message, isLast);
                if (!isLast)
                {
                    EndTurn(prompt);
                }

                return isLast;
            case var role:
                AddTurn(prompt, role, MessageText.Of(message));
                return false;
        }
    }

    private void AddAnswer(Prompt prompt, ChatMessage message, bool isLast)
    {
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case FunctionCallContent or CodeInterpreterToolCallContent when isLast:
                    throw new UnsupportedOptionException(
                        content.GetType().Name, "the conversation ends with a call; add its result, which the model answers to.");
                case FunctionCallContent call:
                    AddCall(prompt, special.Plugin, ToolText.Call(call));
                    break;
                case CodeInterpreterToolCallContent call:
                    AddCall(prompt, special.Interpreter, ToolText.Code(call));
                    break;
                default:
                    prompt.Add(MessageText.Of(content));
                    break;
            }
        }
    }

    private void AddCall(Prompt prompt, int? kind, string text)
    {
        ToolCheck.RequireTokens(special, kind);
        prompt.Add(special.ActionStart!.Value).Add(kind!.Value).Add("\n").Add(text).Add(special.ActionEnd!.Value);
    }

    private void AddResult(Prompt prompt, AIContent content)
    {
        if (content is not UsageContent)
        {
            var text = content is FunctionResultContent result ? ToolText.Result(result) : MessageText.Of(content);
            AddPluginTurn(prompt, "environment", text);
        }
    }

    private void AddTurn(Prompt prompt, string role, string text) => EndTurn(OpenTurn(prompt, role).Add(text));

    private void AddPluginTurn(Prompt prompt, string role, string text)
    {
        ToolCheck.RequireTokens(special, special.Plugin);
        EndTurn(prompt.Add(special.ImStart).Add($"{role} name=").Add(special.Plugin!.Value).Add("\n").Add(text));
    }

    private Prompt OpenTurn(Prompt prompt, string role) => prompt.Add(special.ImStart).Add(role).Add("\n");

    private void EndTurn(Prompt prompt) => prompt.Add(special.ImEnd).Add("\n");
}
