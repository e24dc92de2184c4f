using InternLM3.Chat;
using InternLM3.Remote.Answers;
using InternLM3.Thinking;
using InternLM3.Tools;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace InternLM3.Remote.Requests;

/// <summary>One chat request in the server's form, and how its answer is read.</summary>
/// <param name="Body">The request's fields, messages included.</param>
/// <param name="Answer">How the answer is read.</param>
/// <param name="ModelId">The model the caller asks for, or null for the client's.</param>
internal sealed record RemoteRequest(ChatCompletionOptions Body, AnswerOptions Answer, string? ModelId)
{
    /// <summary>Maps a conversation and its options; what this server cannot honour is refused, and the exception names it.</summary>
    /// <exception cref="UnsupportedOptionException">An option or content is not supported.</exception>
    public static RemoteRequest Create(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, InternLM3RemoteOptions remote, IChatClient client, OptionPolicy policy)
    {
        options ??= new ChatOptions();
        ChatOptionsCheck.Validate(options, options.ModelId ?? "", policy);
        var raw = options.RawRepresentationFactory?.Invoke(client);
        policy.LeaveOut(
            raw is not (null or ChatCompletionOptions),
            nameof(options.RawRepresentationFactory),
            $"gave a {raw?.GetType().Name}; this client takes {nameof(ChatCompletionOptions)}, on top of which the other options are set.");
        var body = raw as ChatCompletionOptions ?? new ChatCompletionOptions();
        var extra = new AdditionalOptions(options.AdditionalProperties);
        var functions = ToolCheck.Functions(options.ToolMode is NoneChatToolMode ? [] : options.Tools);
        var thinking = ThinkingOptions.From(options.Reasoning);
        RequestFields.Set(body, options, extra, remote.Server, policy);
        var pattern = Pattern(options, extra);
        RefuseUntold(extra, remote, policy);
        extra.FinishReading(policy);
        var stops = SetStops(body, options, remote.Server);
        var isFormatted = pattern is not null || options.ResponseFormat is ChatResponseFormatJson;
        var budget = Think(body, options, thinking, isFormatted, remote);
        RequestTools.Format(body, options.ResponseFormat);
        RequestTools.Match(body, pattern, remote.Server);
        var required = functions.Count > 0 ? options.ToolMode as RequiredChatToolMode : null;
        var clientCalls = functions.Count > 0 && remote.ClientCalls;
        if (clientCalls)
        {
            CallHere(body, isFormatted, functions, required, budget);
        }
        else if (functions.Count > 0)
        {
            RequestTools.RequireOffered(functions, required);
            RequestTools.Offer(body, options, functions);
        }

        var json = new MessageWriter(remote).Write(
            messages,
            options.Instructions,
            clientCalls ? functions : [],
            budget is { } tokens ? ThinkingPrompt.Create(tokens) : null,
            thinking.Budget is not null);
        body.Patch.Set("$.messages"u8, BinaryData.FromString(json.ToJsonString()));
        ContinueAnswer(body, messages, remote.Server);
        return new RemoteRequest(body, AnswerOptions(thinking, budget is not null), options.ModelId);

        AnswerOptions AnswerOptions(ThinkingOptions thinking, bool splits) => new()
        {
            Reasoning = thinking.Mode,
            AsksToThink = thinking.Budget is not null,
            Splits = splits,
            FindsCalls = clientCalls,
            IsCall = clientCalls && required is not null,
            SingleCall = options.AllowMultipleToolCalls == false,
            StopStrings = stops,
        };
    }

    /// <summary>The regular expression of the whole answer, or null.</summary>
    private static string? Pattern(ChatOptions options, AdditionalOptions extra)
    {
        var pattern = extra.Text(ChatOptionKeys.Regex);
        OptionPolicy.Refuse(
            pattern is not null && options.ResponseFormat is ChatResponseFormatJson,
            $"AdditionalProperties[\"{ChatOptionKeys.Regex}\"]", "cannot be given together with a response format of JSON.");
        return pattern;
    }

    private static void RefuseUntold(AdditionalOptions extra, InternLM3RemoteOptions remote, OptionPolicy policy)
    {
        policy.LeaveOut(
            extra.Boolean(ChatOptionKeys.ReturnTokenIds) == true,
            ChatOptionKeys.ReturnTokenIds, "token ids do not travel over this API; ask a model in process.");
        var holds = remote.Server == RemoteServer.InternLM3;
        policy.LeaveOut(
            extra.Boolean(ChatOptionKeys.ConstrainToolArguments) is { } constrain && constrain != holds,
            ChatOptionKeys.ConstrainToolArguments,
            holds
                ? "this server always holds arguments to their schemas."
                : "this server holds arguments to their schemas only when a call is required.");
    }

    /// <summary>
    /// Sets the stop strings and returns those to look for here: all of them for LMDeploy, which drops ones of more than one token and
    /// cuts whole tokens.
    /// </summary>
    private static List<string> SetStops(ChatCompletionOptions body, ChatOptions options, RemoteServer server)
    {
        List<string> stops = [.. options.StopSequences ?? []];
        if (server == RemoteServer.LMDeploy)
        {
            return stops;
        }

        stops.ForEach(body.StopSequences.Add);
        return [];
    }

    /// <summary>Switches thinking on; returns the thinking prompt's budget when the prompt is to be written here.</summary>
    private static int? Think(
        ChatCompletionOptions body, ChatOptions options, ThinkingOptions thinking, bool isFormatted, InternLM3RemoteOptions remote)
    {
        if (thinking.Budget is not { } budget)
        {
            return null;
        }

        if (!remote.ClientThinks)
        {
            body.ReasoningEffortLevel = options.Reasoning!.Effort switch
            {
                ReasoningEffort.Low => ChatReasoningEffortLevel.Low,
                ReasoningEffort.Medium => ChatReasoningEffortLevel.Medium,
                ReasoningEffort.High => ChatReasoningEffortLevel.High,
                _ => remote.Server == RemoteServer.LMDeploy ? "max" : "xhigh",
            };
            return null;
        }

        OptionPolicy.Refuse(
            isFormatted,
            nameof(options.ResponseFormat),
            "cannot be enforced after thinking unless the server does the thinking; ask without Reasoning, or in a second request.");
        body.MaxOutputTokenCount ??= budget;
        if (remote.Server == RemoteServer.LMDeploy)
        {
            body.Patch.Set("$.max_tokens"u8, body.MaxOutputTokenCount.Value);
        }

        return budget;
    }

    private static void CallHere(
        ChatCompletionOptions body,
        bool isFormatted,
        IReadOnlyList<AIFunctionDeclaration> functions,
        RequiredChatToolMode? required,
        int? budget)
    {
        OptionPolicy.Refuse(
            isFormatted,
            nameof(ChatOptions.ResponseFormat),
            "leaves no room for calls when this client renders the tools; ask without tools, or let the server render them "
                + "(Tools = RemoteSide.Server).");
        if (required is not null)
        {
            OptionPolicy.Refuse(
                budget is not null,
                nameof(ChatOptions.ToolMode),
                "cannot require a call after thinking when this client renders both; ask without Reasoning.");
            RequestTools.RequireCall(body, RequestTools.Callable(functions, required));
            return;
        }

        // The markers of a call are special tokens, which servers leave out of the text unless told otherwise.
        body.Patch.Set("$.skip_special_tokens"u8, false);
        body.Patch.Set("$.spaces_between_special_tokens"u8, false);
    }

    /// <summary>Continues a last message of the assistant; LMDeploy and our server do so by default.</summary>
    private static void ContinueAnswer(ChatCompletionOptions body, IReadOnlyList<ChatMessage> messages, RemoteServer server)
    {
        if (server == RemoteServer.Vllm && messages.Count > 0 && messages[^1].Role == ChatRole.Assistant)
        {
            body.Patch.Set("$.add_generation_prompt"u8, false);
            body.Patch.Set("$.continue_final_message"u8, true);
        }
    }
}
