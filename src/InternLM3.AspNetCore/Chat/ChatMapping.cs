using System.Text.Json;
using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using InternLM3.Chat;
using Microsoft.Extensions.AI;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Chat;

/// <summary>Turns a chat request's fields into chat options.</summary>
internal static class ChatMapping
{
    /// <summary>The options of a request; of several answers, those of the first one.</summary>
    public static ChatOptions Options(ChatCompletionRequest request, InternLM3OpenAIOptions server, int vocabularySize)
    {
        FieldRules.Check(request, server);
        Require(request.MaxTokens is null or > 0, "max_tokens", "must be above 0.");
        Require(request.TopLogprobs is null or (>= 0 and <= 20), "top_logprobs", "must be between 0 and 20.");
        Require(request.TopLogprobs is null or 0 || request.Logprobs == true, "top_logprobs", "needs logprobs to be true.");
        var options = new ChatOptions
        {
            Temperature = request.Temperature,
            TopP = request.TopP,
            TopK = request.TopK,
            FrequencyPenalty = request.FrequencyPenalty,
            PresencePenalty = request.PresencePenalty,
            MaxOutputTokens = FieldRules.MaxTokens(request),
            Seed = request.Seed,
            StopSequences = [.. FieldRules.Stops(request)],
            Tools = ToolMapping.Tools(request.Tools),
            AllowMultipleToolCalls = request.ParallelToolCalls,
            Reasoning = Reasoning(request.ReasoningEffort, request.EnableThinking, request.ChatTemplateKwargs),
            AdditionalProperties = [],
        };
        Set(options, ChatOptionKeys.MinP, request.MinP);
        Set(options, ChatOptionKeys.RepetitionPenalty, request.RepetitionPenalty);
        Set(options, ChatOptionKeys.MinNewTokens, request.MinNewTokens);
        Set(options, ChatOptionKeys.IgnoreEos, request.IgnoreEos);
        Set(options, ChatOptionKeys.LogitBias, FieldRules.Biases(request, vocabularySize));
        Set(options, ChatOptionKeys.Logprobs, request.Logprobs == true ? request.TopLogprobs ?? 0 : null);
        Set(options, ChatOptionKeys.ReturnTokenIds, request.ReturnTokenIds);
        ToolMapping.Choose(request.ToolChoice, options);
        Format(request.ResponseFormat, options);
        var endsByItself = options.ResponseFormat is not null
            || options.AdditionalProperties.ContainsKey(ChatOptionKeys.Regex)
            || (options.Tools is { Count: > 0 } && options.ToolMode is not NoneChatToolMode);
        Require(
            request.IgnoreEos != true || !endsByItself,
            "ignore_eos", "cannot be true together with a response format or tools, whose answers end by themselves.");
        return options;
    }

    /// <summary>The options of one of several answers: its seed is the request's plus its index.</summary>
    public static ChatOptions OfChoice(ChatOptions options, int index)
    {
        if (index == 0 || options.Seed is null)
        {
            return options;
        }

        var own = options.Clone();
        own.Seed = unchecked(options.Seed.Value + index);
        return own;
    }

    private static void Set(ChatOptions options, string key, object? value)
    {
        if (value is not null)
        {
            options.AdditionalProperties![key] = value;
        }
    }

    private static void Format(ResponseFormat? format, ChatOptions options)
    {
        switch (format?.Type)
        {
            case null when format is null:
            case "text":
                break;
            case "json_object":
                options.ResponseFormat = ChatResponseFormat.Json;
                break;
            case "json_schema":
                Require(
                    format.JsonSchema?.Schema is { ValueKind: JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False },
                    "response_format.json_schema.schema", "must be a JSON schema.");
                options.ResponseFormat = ChatResponseFormat.ForJsonSchema(
                    format.JsonSchema!.Schema!.Value, format.JsonSchema.Name, format.JsonSchema.Description);
                break;
            case "regex_schema":
                Require(!string.IsNullOrEmpty(format.RegexSchema), "response_format.regex_schema", "must be a regular expression.");
                options.AdditionalProperties![ChatOptionKeys.Regex] = format.RegexSchema!;
                break;
            default:
                throw Field("response_format.type", "must be text, json_object, json_schema or regex_schema.");
        }
    }

    /// <summary>The thinking mode its three fields ask for, or null.</summary>
    public static ReasoningOptions? Reasoning(string? reasoningEffort, bool? enableThinking, ChatTemplateKwargs? kwargs)
    {
        foreach (var name in kwargs?.Others?.Keys ?? Enumerable.Empty<string>())
        {
            throw Field($"chat_template_kwargs.{name}", "is not supported: InternLM3's template takes no arguments.");
        }

        ReasoningEffort? effort = reasoningEffort switch
        {
            null => null,
            "none" => ReasoningEffort.None,
            "minimal" or "low" => ReasoningEffort.Low,
            "medium" => ReasoningEffort.Medium,
            "high" => ReasoningEffort.High,
            "xhigh" => ReasoningEffort.ExtraHigh,
            _ => throw Field("reasoning_effort", "must be none, minimal, low, medium, high or xhigh."),
        };
        var enabled = enableThinking ?? kwargs?.EnableThinking;
        Require(
            enabled is null || effort is null || enabled == (effort != ReasoningEffort.None),
            "enable_thinking", "contradicts reasoning_effort; send one of them.");
        effort ??= enabled == true ? ReasoningEffort.High : null;
        return effort is null or ReasoningEffort.None ? null : new ReasoningOptions { Effort = effort, Output = ReasoningOutput.Full };
    }
}
