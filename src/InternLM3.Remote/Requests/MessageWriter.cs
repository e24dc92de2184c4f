using System.Text.Json.Nodes;
using InternLM3.Chat;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Remote.Requests;

/// <summary>
/// Writes a conversation as the request's <c>messages</c>: with calls and results in OpenAI's fields, or as text of InternLM's plugin
/// protocol.
/// </summary>
/// <remarks>
/// The plugin protocol needs roles such as <c>environment name=&lt;|plugin|&gt;</c>. The checkpoint's template writes any role as it is,
/// and LMDeploy (read at 1263d5cd8) passes messages to it as they come.
/// </remarks>
internal sealed class MessageWriter(InternLM3RemoteOptions options)
{
    private const string Plugin = "name=<|plugin|>";
    private readonly JsonArray _messages = [];

    /// <summary>Writes a conversation.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="instructions">A system prompt in front of it, or null.</param>
    /// <param name="functions">The functions this client writes into the prompt.</param>
    /// <param name="thinkingPrompt">The thinking prompt this client writes into the prompt, or null.</param>
    /// <param name="thinks">Whether the model thinks, by whichever side.</param>
    public JsonArray Write(
        IReadOnlyList<ChatMessage> messages,
        string? instructions,
        IReadOnlyList<AIFunctionDeclaration> functions,
        string? thinkingPrompt,
        bool thinks)
    {
        var next = instructions is null && messages.Count > 0 && MessageText.RoleOf(messages[0]) == "system" ? 1 : 0;
        var given = next == 1 ? MessageText.Of(messages[0]) : instructions;
        var system = MessageText.SystemPrompt(
            given, thinkingPrompt, thinks ? null : options.DefaultSystemPrompt, options.ThinkingPromptPlacement);
        if (system is not null)
        {
            Add("system", system);
        }

        if (functions.Count > 0)
        {
            Add($"system {Plugin}", ToolText.Describe(functions));
        }

        for (var i = next; i < messages.Count; i++)
        {
            Add(messages[i], isLast: i == messages.Count - 1);
        }

        return _messages;
    }

    private void Add(ChatMessage message, bool isLast)
    {
        switch (MessageText.RoleOf(message))
        {
            case "tool":
                AddResults(message);
                break;
            case "assistant":
                AddAnswer(message, isLast);
                break;
            case var role:
                Add(role, MessageText.Of(message));
                break;
        }
    }

    private void AddResults(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case UsageContent:
                    break;
                case FunctionResultContent result when options.ClientCalls:
                    Add($"environment {Plugin}", ToolText.Result(result));
                    break;
                case FunctionResultContent result:
                    Add("tool", ToolText.Result(result))["tool_call_id"] = result.CallId;
                    break;
                default:
                    throw new UnsupportedOptionException(
                        content.GetType().Name, "a tool message holds results of calls; give this in a user message.");
            }
        }
    }

    private void AddAnswer(ChatMessage message, bool isLast)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        OptionPolicy.Refuse(
            isLast && calls.Count > 0,
            nameof(FunctionCallContent), "the conversation ends with a call; add its result, which the model answers to.");
        var text = string.Concat(message.Contents.Where(content => content is not FunctionCallContent).Select(MessageText.Of));
        var answer = Add("assistant", text);
        if (options.ClientCalls)
        {
            var marked = calls.Select(call => $"<|action_start|><|plugin|>\n{Safe(ToolText.Call(call))}<|action_end|>");
            answer["content"] = Safe(text) + string.Concat(marked);
        }
        else if (calls.Count > 0)
        {
            answer["tool_calls"] = new JsonArray([.. calls.Select(ToJson)]);
        }
    }

    private JsonObject Add(string role, string text)
    {
        var message = new JsonObject { ["role"] = role, ["content"] = Safe(text) };
        _messages.Add((JsonNode)message);
        return message;
    }

    /// <summary>Breaks control tokens in a text; our own server never takes text for control tokens, the others do.</summary>
    private string Safe(string text) => options.Server == RemoteServer.InternLM3 ? text : SpecialTokenText.Break(text);

    private JsonObject ToJson(FunctionCallContent call) => new()
    {
        ["id"] = call.CallId,
        ["type"] = "function",
        ["function"] = new JsonObject
        {
            ["name"] = call.Name,
            ["arguments"] = Safe(PythonJson.Write(call.Arguments ?? new Dictionary<string, object?>())),
        },
    };
}
