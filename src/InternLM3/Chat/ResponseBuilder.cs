using System.Runtime.InteropServices;
using InternLM3.Generation;
using InternLM3.Output;
using InternLM3.Thinking;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.Chat;

/// <summary>Turns the engine's events of one request into chat updates. Not safe for concurrent use.</summary>
internal sealed class ResponseBuilder
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly ChatRequest _request;
    private readonly ChatModel _model;
    private readonly DateTimeOffset _createdAt;
    private readonly List<int> _tokens = [];
    private readonly List<OutputLogprob> _logprobs = [];
    private readonly StreamingDecoder _logprobText;
    private OutputReader _output;
    private int _logprobsGiven;
    private bool _isThinking;
    private int _thinkingTokens;
    private int _cachedPromptTokens;
    private FinishReason _finishReason = FinishReason.Stop;

    /// <summary>Begins a response.</summary>
    public ResponseBuilder(ChatRequest request, ChatModel model)
    {
        (_request, _model, _createdAt) = (request, model, model.Time.GetUtcNow());
        _isThinking = request.Answer is not null;

        // Before an answer in a format everything is thinking, so there is nothing to split.
        _output = Reader(_isThinking ? request.Output with { Reasoning = ReasoningMode.Whole, StopStrings = [] } : request.Output);
        _logprobText = model.Tokenizer.CreateDecoder();
    }

    /// <summary>Whether the answer has ended by itself, so that the engine may stop.</summary>
    public bool IsComplete => _output.IsComplete;

    /// <summary>Whether the output holds a tool call.</summary>
    public bool HasCalls => _output.HasCalls;

    /// <summary>The tokens so far.</summary>
    public IReadOnlyCollection<int> Tokens => _tokens;

    private bool IsCut => _finishReason == FinishReason.Length;

    /// <summary>Adds an event; returns the update it leads to, or null.</summary>
    public ChatResponseUpdate? Add(in GenerationEvent e)
    {
        switch (e.Kind)
        {
            case GenerationEventKind.Started:
                _cachedPromptTokens = _tokens.Count == 0 ? e.CachedPromptTokens : _cachedPromptTokens;
                return null;
            case GenerationEventKind.Token:
                _tokens.Add(e.TokenId);
                AddLogprob(e);
                return Update(_output.Append(e.TokenId));
            case GenerationEventKind.Finished:
                _finishReason = e.FinishReason;
                return null;
            default:
                return null;
        }
    }

    /// <summary>
    /// Remembers the ids of the answer so far. Not when it is an answer's thinking, or when reasoning was split off: a history leaves
    /// that out.
    /// </summary>
    public void Remember()
    {
        if (_request.Answer is null && _output.ReasoningTokens == 0)
        {
            _model.Replies.Remember(_request.Generation.Prompt.Span, CollectionsMarshal.AsSpan(_tokens), _model.Tokenizer);
        }
    }

    /// <summary>Ends the thinking and begins the answer in its format.</summary>
    /// <returns>An update with what was held back of the thinking, or null.</returns>
    public ChatResponseUpdate? BeginAnswer()
    {
        var update = Update(_output.Finish(IsCut));
        _thinkingTokens = _tokens.Count;
        _isThinking = false;
        _output = Reader(_request.Output with { Reasoning = ReasoningMode.Whole, FindCalls = false });
        return update;
    }

    /// <summary>Returns the last update: what was held back, the finish reason and the usage.</summary>
    public ChatResponseUpdate Finish()
    {
        var ended = _output.IsComplete;
        var contents = Contents(_output.Finish(IsCut));
        var promptTokens = _request.Generation.Prompt.Length;
        contents.Add(new UsageContent(new UsageDetails
        {
            InputTokenCount = promptTokens,
            OutputTokenCount = _tokens.Count,
            TotalTokenCount = promptTokens + _tokens.Count,
            CachedInputTokenCount = _cachedPromptTokens,
            ReasoningTokenCount = CountReasoning(),
        }));
        var update = Update(contents);
        update.FinishReason = _output.HasCalls ? ChatFinishReason.ToolCalls
            : ended || _finishReason == FinishReason.Stop ? ChatFinishReason.Stop
            : ChatFinishReason.Length;
        if (_request.ReturnTokenIds)
        {
            (update.AdditionalProperties ??= [])[ChatOptionKeys.PromptTokenIds] = _request.Generation.Prompt.ToArray();
            update.AdditionalProperties[ChatOptionKeys.TokenIds] = _tokens.ToArray();
        }

        if (_request.Generation.Logprobs is not null)
        {
            (update.AdditionalProperties ??= [])[ChatOptionKeys.Logprobs] = _logprobs;
        }

        return update;
    }

    /// <summary>The number of reasoning tokens; null when reasoning and answer are not told apart.</summary>
    private int? CountReasoning() => _request.Answer is not null ? (_isThinking ? _tokens.Count : _thinkingTokens)
        : _request.Output.Reasoning == ReasoningMode.Whole ? null
        : _output.ReasoningTokens;

    private OutputReader Reader(OutputOptions options) => new(_model.Tokenizer.CreateDecoder(), _model.Tokenizer.Special, options);

    private void AddLogprob(in GenerationEvent e)
    {
        if (e.Logprob is { } logprob)
        {
            _logprobs.Add(new OutputLogprob(e.TokenId, _logprobText.Append(e.TokenId), logprob, e.Alternatives));
        }
    }

    private ChatResponseUpdate? Update(IReadOnlyList<OutputEvent> events) =>
        events.Count > 0 && Contents(events) is { Count: > 0 } contents ? Update(contents) : null;

    private List<AIContent> Contents(IReadOnlyList<OutputEvent> events)
    {
        // By index: an enumerator of the interface would be boxed for every token.
        var contents = new List<AIContent>(events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (!_isThinking || e.Kind != OutputEventKind.Text)
            {
                contents.Add(OutputContent.Create(e));
            }
            else if (_request.Output.Reasoning != ReasoningMode.AnswerOnly)
            {
                contents.Add(new TextReasoningContent(e.Text));
            }
        }

        return contents;
    }

    private ChatResponseUpdate Update(IList<AIContent> contents)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            MessageId = _id,
            ResponseId = _id,
            CreatedAt = _createdAt,
            ModelId = _model.Id,
        };
        if (_request.Generation.Logprobs is not null)
        {
            update.AdditionalProperties = new() { [ChatOptionKeys.LogprobsDelta] = _logprobs[_logprobsGiven..] };
            _logprobsGiven = _logprobs.Count;
        }

        return update;
    }
}
