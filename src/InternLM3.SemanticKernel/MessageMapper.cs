using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using KernelCall = Microsoft.SemanticKernel.FunctionCallContent;
using KernelResult = Microsoft.SemanticKernel.FunctionResultContent;
using KernelText = Microsoft.SemanticKernel.TextContent;

namespace InternLM3.SemanticKernel;

/// <summary>
/// Maps messages between Semantic Kernel and Microsoft.Extensions.AI, and calls between a function's own name and the name it is offered
/// under.
/// </summary>
/// <param name="tools">The request's tools; kernel functions among them give the plugin of a call.</param>
internal sealed class MessageMapper(IEnumerable<AITool>? tools)
{
    private readonly Dictionary<string, KernelFunction> _functions = (tools ?? []).OfType<KernelFunction>()
        .GroupBy(function => ((AITool)function).Name)
        .ToDictionary(group => group.Key, group => group.First());

    /// <summary>Maps a message of the history for the client.</summary>
    public ChatMessage ToClient(ChatMessageContent message)
    {
        var mapped = message.ToChatMessage();
        for (var i = 0; i < mapped.Contents.Count; i++)
        {
            if (mapped.Contents[i] is Microsoft.Extensions.AI.FunctionCallContent call
                && message.Items.OfType<KernelCall>().FirstOrDefault(item => item.Id == call.CallId) is { } original)
            {
                mapped.Contents[i] = new Microsoft.Extensions.AI.FunctionCallContent(call.CallId, OfferedName(original), call.Arguments)
                {
                    // Keeps what the model wrote, so that the call is rendered in the same way.
                    RawRepresentation = (original.InnerContent as Microsoft.Extensions.AI.FunctionCallContent)?.RawRepresentation,
                };
            }
        }

        return mapped;
    }

    /// <summary>Maps a message of a response for the history or the caller.</summary>
    public ChatMessageContent ToKernel(
        ChatMessage message, string? modelId, object? inner, IReadOnlyDictionary<string, object?>? metadata = null)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var content in message.Contents)
        {
            if (ToItem(content) is { } item)
            {
                items.Add(item);
            }
        }

        return new ChatMessageContent(RoleOf(message.Role), items, modelId, inner, metadata: metadata);
    }

    /// <summary>The plugin and the function's own name for an offered name.</summary>
    public (string? Plugin, string Function) Split(string offeredName) =>
        _functions.TryGetValue(offeredName, out var function) ? (function.PluginName, function.Name) : (null, offeredName);

    /// <summary>The role in Semantic Kernel's terms.</summary>
    public static AuthorRole RoleOf(ChatRole role) => new(role.Value);

    private string OfferedName(KernelCall call) =>
        _functions.FirstOrDefault(offered => offered.Value.Name == call.FunctionName && offered.Value.PluginName == call.PluginName).Key
        ?? (call.PluginName is null ? call.FunctionName : $"{call.PluginName}_{call.FunctionName}");

    private KernelContent? ToItem(AIContent content)
    {
        switch (content)
        {
            case Microsoft.Extensions.AI.TextContent text:
                return new KernelText(text.Text);
            case TextReasoningContent reasoning:
                return new ReasoningContent(reasoning.Text);
            case Microsoft.Extensions.AI.FunctionCallContent call:
                var (plugin, function) = Split(call.Name);
                return new KernelCall(function, plugin, call.CallId, call.Arguments is null ? null : new KernelArguments(call.Arguments))
                {
                    Exception = call.Exception,
                    InnerContent = call,
                };
            case Microsoft.Extensions.AI.FunctionResultContent result:
                return new KernelResult(callId: result.CallId, result: result.Result) { InnerContent = result };
            default:
                return null;
        }
    }
}
