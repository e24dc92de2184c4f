using System.Text;
using InternLM3.Thinking;
using InternLM3.Tokenization;
using InternLM3.Tools;

namespace InternLM3.Output;

/// <summary>
/// The one state machine of an answer: tokens in; text, reasoning and calls out. It returns whole characters only, nothing of a stop
/// string, and each call as soon as it is complete. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>A call is <c>&lt;|action_start|&gt;</c>, <c>&lt;|plugin|&gt;</c> or <c>&lt;|interpreter|&gt;</c>, its text,
/// <c>&lt;|action_end|&gt;</c>, all by token id. The end of the turn and the next <c>&lt;|action_start|&gt;</c> end it too. A call that
/// the length limit cut is a call only when its JSON is complete. What is no call (no name in it, cut code, nothing but white space) is
/// text of the answer. A marker anywhere else is ignored, like every special token.</para>
/// <para>Nothing is lost: text, reasoning and the calls' texts, in order, are what <see cref="Tokenizer.Decode"/> returns for all
/// tokens, up to a stop string. Stop strings are looked for in text, not in calls, and not across a call.</para>
/// <para>With <see cref="ReasoningMode.Split"/>, text in front of a call is reasoning, and so is all that the length limit cut;
/// <see cref="AnswerSplitter"/> decides the rest. <see cref="ReasoningMode.AnswerOnly"/> leaves the reasoning out.</para>
/// </remarks>
internal sealed class OutputReader(StreamingDecoder decoder, SpecialTokens special, OutputOptions options)
{
    private readonly StopStrings _stops = new(options.StopStrings);
    private readonly AnswerSplitter _splitter = new();
    private readonly ReasoningCounter _counter = new();
    private readonly StringBuilder _block = new();
    private readonly bool _splits = options.Reasoning != ReasoningMode.Whole;
    private readonly int _actionStart = options.FindCalls ? special.ActionStart ?? -1 : -1;
    private readonly List<OutputEvent> _events = [];
    private bool _opening;
    private int _blockMarker = -1;

    /// <summary>Whether the answer has ended by itself, with a stop string or a single call, so that the engine may stop.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether a call was returned.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>
    /// The tokens of the reasoning so far, as <see cref="ReasoningCounter"/> counts them; marker tokens and those between them are
    /// not among them.
    /// </summary>
    public int ReasoningTokens => _counter.Count;

    /// <summary>Reads a token and returns what is certain by now, often nothing, and nothing once <see cref="IsComplete"/>.</summary>
    /// <returns>A list that is valid until the next call.</returns>
    public IReadOnlyList<OutputEvent> Append(int token)
    {
        _events.Clear();
        if (IsComplete)
        {
            return _events;
        }

        if (_actionStart >= 0 && IsMarker(token))
        {
            TakeMarker(token);
        }
        else
        {
            _opening = false;
            var text = decoder.Append(token);
            if (_splits && _blockMarker < 0)
            {
                _counter.Take(text.Length);
            }

            TakeText(text);
        }

        return _events;
    }

    /// <summary>Ends the answer and returns what was held back.</summary>
    /// <param name="cut">Whether the length limit ended it; ignored once <see cref="IsComplete"/>.</param>
    /// <returns>A list that is valid until the next call.</returns>
    public IReadOnlyList<OutputEvent> Finish(bool cut)
    {
        _events.Clear();
        if (!IsComplete)
        {
            var rest = decoder.Flush();
            _counter.Skip(_blockMarker < 0 ? rest.Length : 0);
            TakeText(rest);
            EndBlock(cut);
            Give(_stops.Flush());
        }

        if (cut && !IsComplete)
        {
            GiveReasoning(_splitter.Drain());
        }
        else
        {
            var (reasoning, answer) = _splitter.Finish();
            GiveReasoning(reasoning);
            GiveAnswer(answer);
        }

        IsComplete = true;
        return _events;
    }

    private bool IsMarker(int token) =>
        token == _actionStart || token == special.ActionEnd || token == special.Plugin || token == special.Interpreter;

    private void TakeMarker(int token)
    {
        // The bytes of a cut character end here, as they do in front of any added token.
        var rest = decoder.Flush();
        _counter.Skip(_blockMarker < 0 ? rest.Length : 0);
        TakeText(rest);
        if (IsComplete)
        {
            return;
        }

        if (token == _actionStart || token == special.ActionEnd)
        {
            EndBlock(cut: false);
            _opening = token == _actionStart;
        }
        else if (_opening)
        {
            (_opening, _blockMarker) = (false, token);
            Give(_stops.Flush());
        }
    }

    private void TakeText(string text)
    {
        if (_blockMarker >= 0)
        {
            _block.Append(text);
            return;
        }

        Give(_stops.Append(text));
        IsComplete = _stops.Found;
    }

    private void EndBlock(bool cut)
    {
        if (_blockMarker < 0)
        {
            return;
        }

        var text = _block.ToString();
        var plugin = _blockMarker == special.Plugin;
        _block.Clear();
        _blockMarker = -1;
        if (plugin && ToolCallParser.TryParse(text, out var before, out var call, out var after) && !(cut && call.Error is not null))
        {
            GiveUncounted(before);
            GiveCall(new OutputEvent(OutputEventKind.ToolCall, call.Payload, call));
            GiveUncounted(after);
        }
        else if (!plugin && !cut && CodeBlock.Unwrap(text).Length > 0)
        {
            GiveCall(new OutputEvent(OutputEventKind.InterpreterCall, text));
        }
        else
        {
            GiveUncounted(text);
        }
    }

    private void GiveCall(OutputEvent call)
    {
        GiveReasoning(_splitter.Drain());
        _counter.Break();
        _events.Add(call);
        HasCalls = true;
        IsComplete = options.SingleCall;
    }

    private void GiveUncounted(string text)
    {
        _counter.Skip(text.Length);
        Give(text);
    }

    private void Give(string text)
    {
        if (_splits)
        {
            GiveReasoning(_splitter.Append(text));
        }
        else
        {
            GiveAnswer(text);
        }
    }

    private void GiveReasoning(string text)
    {
        _counter.Give(text.Length, reasoning: true);
        if (text.Length > 0 && options.Reasoning != ReasoningMode.AnswerOnly)
        {
            _events.Add(new OutputEvent(OutputEventKind.Reasoning, text));
        }
    }

    private void GiveAnswer(string text)
    {
        _counter.Give(text.Length, reasoning: false);
        if (text.Length > 0)
        {
            _events.Add(new OutputEvent(OutputEventKind.Text, text));
        }
    }
}
