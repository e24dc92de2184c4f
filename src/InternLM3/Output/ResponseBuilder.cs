using InternLM3.Chat;
using InternLM3.Generation;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;

namespace InternLM3.Output;

/// <summary>Turns the engine's events of one request into chat updates. Not safe for concurrent use.</summary>
internal sealed class ResponseBuilder(ChatRequest request, InternLM3Model model)
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly DateTimeOffset _createdAt = DateTimeOffset.UtcNow;
    private readonly OutputReader _output = new(model.Tokenizer.CreateDecoder(), model.Tokenizer.Special, request.Output);
    private readonly List<int> _tokens = [];
    private int _cachedPromptTokens;
    private FinishReason _finishReason = FinishReason.Stop;

    /// <summary>Whether the answer has ended by itself, so that the engine may stop.</summary>
    public bool IsComplete => _output.IsComplete;

    /// <summary>Takes an event and gives the update it makes possible, if any.</summary>
    public ChatResponseUpdate? Add(GenerationEvent e)
    {
        switch (e.Kind)
        {
            case GenerationEventKind.Started:
                _cachedPromptTokens = e.CachedPromptTokens;
                return null;
            case GenerationEventKind.Token:
                _tokens.Add(e.TokenId);
                return _output.Append(e.TokenId) is { Count: > 0 } events ? Update(Contents(events)) : null;
            case GenerationEventKind.Finished:
                _finishReason = e.FinishReason;
                return null;
            default:
                return null;
        }
    }

    /// <summary>The last update: what was held back, the finish reason and the usage.</summary>
    public ChatResponseUpdate Finish()
    {
        var ended = _output.IsComplete;
        var contents = Contents(_output.Finish(_finishReason));
        var promptTokens = request.Generation.Prompt.Length;
        contents.Add(new UsageContent(new UsageDetails
        {
            InputTokenCount = promptTokens,
            OutputTokenCount = _tokens.Count,
            TotalTokenCount = promptTokens + _tokens.Count,
            CachedInputTokenCount = _cachedPromptTokens,
            ReasoningTokenCount = request.Output.Reasoning == ReasoningMode.Whole ? null : _output.ReasoningTokens,
        }));
        var update = Update(contents);
        update.FinishReason = _output.HasCalls ? ChatFinishReason.ToolCalls
            : ended || _finishReason == FinishReason.Stop ? ChatFinishReason.Stop
            : ChatFinishReason.Length;
        if (request.ReturnTokenIds)
        {
            update.AdditionalProperties = new AdditionalPropertiesDictionary
            {
                [ChatOptionKeys.PromptTokenIds] = request.Generation.Prompt.ToArray(),
                [ChatOptionKeys.TokenIds] = _tokens.ToArray(),
            };
        }

        return update;
    }

    private static List<AIContent> Contents(IReadOnlyList<OutputEvent> events) => [.. events.Select(OutputContent.Create)];

    private ChatResponseUpdate Update(IList<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        MessageId = _id,
        ResponseId = _id,
        CreatedAt = _createdAt,
        ModelId = model.Id,
    };
}
