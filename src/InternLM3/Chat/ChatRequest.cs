using InternLM3.Generation;
using InternLM3.Output;
using InternLM3.Thinking;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>One chat as the engine runs it: the request, and what its output needs.</summary>
/// <param name="Generation">The engine's request.</param>
/// <param name="Output">How the answer is read.</param>
/// <param name="ReturnTokenIds">Whether the caller wants the ids.</param>
internal sealed record ChatRequest(GenerationRequest Generation, OutputOptions Output, bool ReturnTokenIds)
{
    /// <summary>Renders and encodes a conversation and maps its options; what cannot be honoured is refused by name.</summary>
    /// <exception cref="UnsupportedOptionException">An option or content is not supported.</exception>
    public static ChatRequest Create(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, InternLM3Model model, string? defaultSystemPrompt)
    {
        options ??= new ChatOptions();
        ChatOptionsCheck.Validate(options, model.Id);
        var extra = new AdditionalOptions(options.AdditionalProperties);
        var defaults = model.DefaultSampling;
        var thinking = ThinkingOptions.From(options.Reasoning);
        var functions = ToolCheck.Functions(options.ToolMode is NoneChatToolMode ? [] : options.Tools, model.Tokenizer.Special);
        var prompt = new ChatTemplate(model.Tokenizer.Special, defaultSystemPrompt).Render(
            messages, options.Instructions, functions, thinking.Budget is { } budget ? ThinkingPrompt.Create(budget) : null);
        var generation = new GenerationRequest
        {
            Prompt = prompt.Encode(model.Tokenizer),
            StopTokens = model.StopTokens,
            MaxNewTokens = options.MaxOutputTokens ?? thinking.Budget,
            Seed = options.Seed,
            MinNewTokens = extra.Integer(ChatOptionKeys.MinNewTokens) ?? 0,
            IgnoreEos = extra.Boolean(ChatOptionKeys.IgnoreEos) ?? false,
            Sampling = defaults with
            {
                Temperature = options.Temperature ?? defaults.Temperature,
                TopP = options.TopP ?? defaults.TopP,
                TopK = options.TopK ?? defaults.TopK,
                MinP = extra.Number(ChatOptionKeys.MinP) ?? defaults.MinP,
                RepetitionPenalty = extra.Number(ChatOptionKeys.RepetitionPenalty) ?? defaults.RepetitionPenalty,
                FrequencyPenalty = options.FrequencyPenalty ?? defaults.FrequencyPenalty,
                PresencePenalty = options.PresencePenalty ?? defaults.PresencePenalty,
            },
        };
        var output = new OutputOptions
        {
            StopStrings = [.. options.StopSequences ?? []],
            Reasoning = thinking.Mode,
            FindCalls = functions.Count > 0,
            SingleCall = options.AllowMultipleToolCalls == false,
        };
        var request = new ChatRequest(generation, output, extra.Boolean(ChatOptionKeys.ReturnTokenIds) ?? false);
        extra.RefuseUnread();
        return request;
    }
}
