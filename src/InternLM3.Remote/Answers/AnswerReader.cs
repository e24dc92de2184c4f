using InternLM3.Chat;
using InternLM3.Output;
using InternLM3.Remote.Wire;
using InternLM3.Thinking;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace InternLM3.Remote.Answers;

/// <summary>
/// Reads one streamed answer: what the server split (<c>reasoning_content</c>, vLLM's <c>reasoning</c>, <c>tool_calls</c>) is taken as it
/// is, the rest is split here. Not safe for concurrent use.
/// </summary>
internal sealed class AnswerReader(AnswerOptions options, ServerErrors errors)
{
    private readonly StopStrings _stops = new(options.StopStrings);
    private readonly MarkedCalls _calls = new(options.IsCall);
    private readonly AnswerSplitter _splitter = new();
    private readonly List<ChatTokenLogProbabilityDetails> _logprobs = [];
    private readonly List<FunctionCallContent> _serverCalls = [];
    private ChatResponseUpdate? _last;
    private UsageDetails? _usage;
    private bool _hasCalls;

    /// <summary>Whether the answer has ended by itself, with a stop string or a single call, so that the rest need not be read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Reads a piece and returns what is certain by now, or null.</summary>
    /// <exception cref="RemoteServerException">The piece is an error.</exception>
    public ChatResponseUpdate? Append(ChatResponseUpdate update)
    {
        var raw = update.RawRepresentation as StreamingChatCompletionUpdate;
        ThrowIfError(raw);
        _last = update;
        _logprobs.AddRange(raw?.ContentTokenLogProbabilities ?? []);
        var contents = new List<AIContent>();
        foreach (var content in update.Contents)
        {
            Take(contents, content);
        }

        if (raw is not null && !update.Contents.OfType<TextReasoningContent>().Any()
            && raw.Patch.TryGetValue("$.choices[0].delta.reasoning"u8, out string? reasoning) && reasoning is { Length: > 0 })
        {
            AddServerReasoning(contents, reasoning);
        }

        return contents.Count > 0 ? Create(contents) : null;
    }

    /// <summary>The last update: what was held back, the finish reason, the usage and the log-probabilities.</summary>
    /// <exception cref="RemoteServerException">The server ended without a finish reason.</exception>
    public ChatResponseUpdate Finish()
    {
        var reason = IsComplete ? ChatFinishReason.Stop : _last?.FinishReason ?? throw errors.Unfinished();
        var cut = reason == ChatFinishReason.Length;
        var contents = new List<AIContent>();
        AddPieces(contents, Find(_stops.Flush()));
        AddPieces(contents, _calls.Finish(cut));
        if (cut || (_hasCalls && !options.FindsCalls))
        {
            // In front of a call the server found, and where the length limit cut, all is reasoning, as with the model in process.
            AddReasoning(contents, _splitter.Drain());
        }
        else
        {
            var (reasoning, answer) = _splitter.Finish();
            AddReasoning(contents, reasoning);
            AddText(contents, answer);
        }

        // Calls the server found come with its last piece; what was held back stood before them.
        contents.AddRange(_serverCalls);
        if (_usage is not null)
        {
            contents.Add(new UsageContent(_usage));
        }

        var update = Create(contents);
        update.FinishReason = _hasCalls ? ChatFinishReason.ToolCalls : reason;
        if (_logprobs.Count > 0)
        {
            (update.AdditionalProperties ??= [])[ChatOptionKeys.Logprobs] = _logprobs;
        }

        return update;
    }

    private void ThrowIfError(StreamingChatCompletionUpdate? raw)
    {
        // vLLM and our server send {"error": {…}}, LMDeploy {"object": "error", "message": …}.
        if (raw is not null && raw.Patch.TryGetJson("$.error"u8, out var error))
        {
            throw errors.InStream(System.Text.Encoding.UTF8.GetString(error.Span));
        }

        if (raw is { CompletionId: null } && raw.Patch.TryGetValue("$.message"u8, out string? message) && message is not null)
        {
            throw errors.InStream(message);
        }
    }

    private void Take(List<AIContent> contents, AIContent content)
    {
        switch (content)
        {
            case UsageContent usage:
                _usage = usage.Details;
                break;
            case TextReasoningContent reasoning:
                AddServerReasoning(contents, reasoning.Text);
                break;
            case FunctionCallContent call:
                _hasCalls = true;
                _serverCalls.Add(call);
                break;
            case TextContent text when !IsComplete:
                AddPieces(contents, Find(_stops.Append(text.Text)));
                IsComplete |= _stops.Found;
                break;
        }
    }

    private List<OutputEvent> Find(string text) =>
        options.FindsCalls ? _calls.Append(text) : [new OutputEvent(OutputEventKind.Text, text)];

    private void AddPieces(List<AIContent> contents, List<OutputEvent> pieces)
    {
        foreach (var piece in pieces)
        {
            if (options is { SingleCall: true, FindsCalls: true } && _hasCalls)
            {
                break;
            }

            if (piece.Kind == OutputEventKind.Text)
            {
                AddFree(contents, piece.Text);
            }
            else
            {
                AddReasoning(contents, _splitter.Drain());
                contents.Add(OutputContent.Create(piece));
                (_hasCalls, IsComplete) = (true, IsComplete || options.SingleCall);
            }
        }
    }

    private void AddFree(List<AIContent> contents, string text)
    {
        if (options.Splits && options.Reasoning != ReasoningMode.Whole)
        {
            AddReasoning(contents, _splitter.Append(text));
        }
        else
        {
            AddText(contents, text);
        }
    }

    /// <summary>Adds reasoning the server split: as text where the request asks to think and wants the answer whole.</summary>
    private void AddServerReasoning(List<AIContent> contents, string text)
    {
        if (options is { AsksToThink: true, Reasoning: ReasoningMode.Whole })
        {
            AddText(contents, text);
        }
        else
        {
            AddReasoning(contents, text);
        }
    }

    private void AddReasoning(List<AIContent> contents, string text)
    {
        if (text.Length > 0 && options.Reasoning != ReasoningMode.AnswerOnly)
        {
            contents.Add(new TextReasoningContent(text));
        }
    }

    private static void AddText(List<AIContent> contents, string text)
    {
        if (text.Length > 0)
        {
            contents.Add(new TextContent(text));
        }
    }

    private ChatResponseUpdate Create(List<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        MessageId = _last?.MessageId,
        ResponseId = _last?.ResponseId,
        CreatedAt = _last?.CreatedAt,
        ModelId = _last?.ModelId,
    };
}
