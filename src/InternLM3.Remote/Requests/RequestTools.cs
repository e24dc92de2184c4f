using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InternLM3.Chat;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using WireFormat = OpenAI.Chat.ChatResponseFormat;

namespace InternLM3.Remote.Requests;

/// <summary>Sets tools and the response format of a request. Schemas travel as they are: the OpenAI adapter would tighten them.</summary>
internal static class RequestTools
{
    /// <summary>Offers functions for the server to render and parse.</summary>
    public static void Offer(ChatCompletionOptions body, ChatOptions options, IReadOnlyList<AIFunctionDeclaration> functions)
    {
        foreach (var function in functions)
        {
            var schema = function.JsonSchema.ValueKind == JsonValueKind.Undefined ? "{}" : function.JsonSchema.GetRawText();
            body.Tools.Add(ChatTool.CreateFunctionTool(function.Name, function.Description, BinaryData.FromString(schema)));
        }

        body.AllowParallelToolCalls = options.AllowMultipleToolCalls ?? body.AllowParallelToolCalls;
        body.ToolChoice = options.ToolMode switch
        {
            RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
            RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
            _ => body.ToolChoice ?? ChatToolChoice.CreateAutoChoice(),
        };
    }

    /// <summary>Sets the format of the answer.</summary>
    public static void Format(ChatCompletionOptions body, Microsoft.Extensions.AI.ChatResponseFormat? format) =>
        body.ResponseFormat = format switch
        {
            ChatResponseFormatJson { Schema: { } schema } json => WireFormat.CreateJsonSchemaFormat(
                json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription),
            ChatResponseFormatJson => WireFormat.CreateJsonObjectFormat(),
            ChatResponseFormatText => WireFormat.CreateTextFormat(),
            _ => body.ResponseFormat,
        };

    /// <summary>
    /// Makes the whole answer match a regular expression: LMDeploy's response format, which is ours too, or vLLM's own field (0.12 and
    /// later).
    /// </summary>
    public static void Match(ChatCompletionOptions body, string? pattern, RemoteServer server)
    {
        if (pattern is null)
        {
            return;
        }

        var (path, json) = server == RemoteServer.Vllm
            ? ("$.structured_outputs", new JsonObject { ["regex"] = pattern })
            : ("$.response_format", new JsonObject { ["type"] = "regex_schema", ["regex_schema"] = pattern });
        body.ResponseFormat = null;
        body.Patch.Set(Encoding.UTF8.GetBytes(path), BinaryData.FromString(json.ToJsonString()));
    }

    /// <summary>Makes guided decoding hold the answer to a call.</summary>
    public static void RequireCall(ChatCompletionOptions body, IReadOnlyList<AIFunctionDeclaration> functions) =>
        body.ResponseFormat = WireFormat.CreateJsonSchemaFormat(
            "call", BinaryData.FromString(CallFormat.SchemaOf(functions).ToJsonString()));

    /// <summary>The functions a mode allows to be called.</summary>
    /// <exception cref="UnsupportedOptionException">It requires one that is not on offer.</exception>
    public static IReadOnlyList<AIFunctionDeclaration> Callable(
        IReadOnlyList<AIFunctionDeclaration> functions, RequiredChatToolMode required)
    {
        RequireOffered(functions, required);
        return required.RequiredFunctionName is { } name ? [.. functions.Where(function => function.Name == name)] : functions;
    }

    /// <summary>Requires that the function a mode names, if it names one, is on offer.</summary>
    /// <exception cref="UnsupportedOptionException">It is not.</exception>
    public static void RequireOffered(IReadOnlyList<AIFunctionDeclaration> functions, RequiredChatToolMode? required) =>
        OptionPolicy.Refuse(
            required?.RequiredFunctionName is { } name && functions.All(function => function.Name != name),
            nameof(ChatOptions.ToolMode),
            $"requires the function \"{required?.RequiredFunctionName}\", which is not among the tools.");
}
