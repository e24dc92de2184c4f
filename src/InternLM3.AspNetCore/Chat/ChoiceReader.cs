using System.Text;
using System.Text.Json;
using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using InternLM3.Chat;
using InternLM3.Tokenization;
using Microsoft.Extensions.AI;

namespace InternLM3.AspNetCore.Chat;

/// <summary>Turns the updates of one answer into the pieces of a choice. Not safe for concurrent use.</summary>
internal sealed class ChoiceReader(int index, Tokenizer tokenizer)
{
    private bool _begun;
    private int _calls;

    /// <summary>The usage, once the answer has ended.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>The prompt's ids, once the answer has ended and when the request wants them.</summary>
    public int[]? PromptTokenIds { get; private set; }

    /// <summary>The pieces of an update; the first one of an answer carries the role, the last one the finish reason.</summary>
    public List<ChunkChoice> Read(ChatResponseUpdate update)
    {
        var pieces = new List<ChunkChoice>();
        if (!_begun)
        {
            _begun = true;
            pieces.Add(Piece(new Delta { Role = "assistant", Content = "" }));
        }

        foreach (var content in update.Contents)
        {
            Read(content, pieces);
        }

        AddLogprobs(update, pieces);
        if (update.FinishReason is { } reason)
        {
            // A call of the interpreter, which a request cannot offer, is sent as text: then there is nothing to call.
            var finish = reason == ChatFinishReason.ToolCalls && _calls == 0 ? ChatFinishReason.Stop : reason;
            PromptTokenIds = update.AdditionalProperties?.GetValueOrDefault(ChatOptionKeys.PromptTokenIds) as int[];
            var ids = update.AdditionalProperties?.GetValueOrDefault(ChatOptionKeys.TokenIds) as int[];
            pieces.Add(Piece(new Delta()) with { FinishReason = finish.Value, TokenIds = ids });
        }

        return pieces;
    }

    private ChunkChoice Piece(Delta delta) => new() { Index = index, Delta = delta };

    private void Read(AIContent content, List<ChunkChoice> pieces)
    {
        switch (content)
        {
            case TextContent text:
                pieces.Add(Piece(new Delta { Content = text.Text }));
                break;
            case TextReasoningContent reasoning:
                pieces.Add(Piece(new Delta { ReasoningContent = reasoning.Text }));
                break;
            case FunctionCallContent { Exception: null } call:
                // As LMDeploy: first who is called, then with what.
                var named = new FunctionCall { Name = call.Name, Arguments = "" };
                pieces.Add(CallPiece(new ResponseToolCall { Index = _calls, Id = call.CallId, Type = "function", Function = named }));
                pieces.Add(CallPiece(new ResponseToolCall { Index = _calls, Function = new FunctionCall { Arguments = Arguments(call) } }));
                _calls++;
                break;
            case FunctionCallContent or CodeInterpreterToolCallContent when content.RawRepresentation is string written:
                pieces.Add(Piece(new Delta { Content = written }));
                break;
            case UsageContent usage:
                Usage = usage.Details;
                break;
        }
    }

    private ChunkChoice CallPiece(ResponseToolCall call) => Piece(new Delta { ToolCalls = [call] });

    private void AddLogprobs(ChatResponseUpdate update, List<ChunkChoice> pieces)
    {
        var delta = update.AdditionalProperties?.GetValueOrDefault(ChatOptionKeys.LogprobsDelta);
        if (delta is not IReadOnlyList<OutputLogprob> { Count: > 0 } tokens)
        {
            return;
        }

        if (pieces.Count == 0)
        {
            pieces.Add(Piece(new Delta()));
        }

        var entries = new ChoiceLogprobs { Content = [.. tokens.Select(token => TokenText.Entry(tokenizer, token))] };
        pieces[^1] = pieces[^1] with { Logprobs = entries };
    }

    private static string Arguments(FunctionCallContent call)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Wire.Options.Encoder }))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
            {
                writer.WritePropertyName(name);
                if (value is JsonElement json)
                {
                    json.WriteTo(writer);
                }
                else
                {
                    writer.WriteNullValue();
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
