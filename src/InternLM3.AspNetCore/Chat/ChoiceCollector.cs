using System.Text;
using InternLM3.AspNetCore.Wire;

namespace InternLM3.AspNetCore.Chat;

/// <summary>Puts the pieces of one answer together. Not safe for concurrent use.</summary>
internal sealed class ChoiceCollector(int index)
{
    private readonly StringBuilder _content = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<ResponseToolCall> _calls = [];
    private List<LogprobEntry>? _logprobs;
    private string _finishReason = "stop";
    private IReadOnlyList<int>? _tokenIds;

    /// <summary>Adds a piece.</summary>
    public void Add(ChunkChoice piece)
    {
        _content.Append(piece.Delta.Content);
        _reasoning.Append(piece.Delta.ReasoningContent);
        foreach (var call in piece.Delta.ToolCalls ?? [])
        {
            if (call.Id is not null)
            {
                _calls.Add(call with { Index = null });
            }
            else
            {
                var function = _calls[^1].Function;
                _calls[^1] = _calls[^1] with { Function = function with { Arguments = function.Arguments + call.Function.Arguments } };
            }
        }

        if (piece.Logprobs is { } logprobs)
        {
            (_logprobs ??= []).AddRange(logprobs.Content);
        }

        _finishReason = piece.FinishReason ?? _finishReason;
        _tokenIds ??= piece.TokenIds;
    }

    /// <summary>The whole answer.</summary>
    public ChatChoice Finish() => new()
    {
        Index = index,
        Message = new ResponseMessage
        {
            Content = _content.Length == 0 && _calls.Count > 0 ? null : _content.ToString(),
            ReasoningContent = _reasoning.Length == 0 ? null : _reasoning.ToString(),
            ToolCalls = _calls.Count == 0 ? null : _calls,
        },
        Logprobs = _logprobs is null ? null : new ChoiceLogprobs { Content = _logprobs },
        FinishReason = _finishReason,
        TokenIds = _tokenIds,
    };
}
