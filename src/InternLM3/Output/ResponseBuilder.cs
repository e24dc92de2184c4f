using InternLM3.Chat;
using InternLM3.Generation;
using Microsoft.Extensions.AI;

namespace InternLM3.Output;

/// <summary>Turns the engine's events of one request into chat updates. Not safe for concurrent use.</summary>
internal sealed class ResponseBuilder(ChatRequest request, InternLM3Model model)
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly DateTimeOffset _createdAt = DateTimeOffset.UtcNow;
    private readonly OutputText _text = new(model.Tokenizer.CreateDecoder(), new StopStrings(request.StopStrings));
    private readonly List<int> _tokens = [];
    private int _cachedPromptTokens;
    private ChatFinishReason _finishReason = ChatFinishReason.Stop;

    /// <summary>Whether a stop string has ended the answer, so that the engine may stop.</summary>
    public bool IsComplete => _text.Stopped;

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
                return _text.Append(e.TokenId) is { Length: > 0 } text ? Update(new TextContent(text)) : null;
            case GenerationEventKind.Finished:
                _finishReason = e.FinishReason == FinishReason.Stop ? ChatFinishReason.Stop : ChatFinishReason.Length;
                return null;
            default:
                return null;
        }
    }

    /// <summary>The last update: what was held back, the finish reason and the usage.</summary>
    public ChatResponseUpdate Finish()
    {
        var rest = _text.Flush();
        var promptTokens = request.Generation.Prompt.Length;
        var usage = new UsageContent(new UsageDetails
        {
            InputTokenCount = promptTokens,
            OutputTokenCount = _tokens.Count,
            TotalTokenCount = promptTokens + _tokens.Count,
            CachedInputTokenCount = _cachedPromptTokens,
        });
        var update = rest.Length > 0 ? Update(new TextContent(rest), usage) : Update(usage);
        update.FinishReason = _text.Stopped ? ChatFinishReason.Stop : _finishReason;
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

    private ChatResponseUpdate Update(params AIContent[] contents) => new(ChatRole.Assistant, contents)
    {
        MessageId = _id,
        ResponseId = _id,
        CreatedAt = _createdAt,
        ModelId = model.Id,
    };
}
