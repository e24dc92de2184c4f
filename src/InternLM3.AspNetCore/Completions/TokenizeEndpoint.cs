using System.Text.Json;
using InternLM3.AspNetCore.Chat;
using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Completions;

/// <summary>POST /tokenize and /detokenize, in vLLM's shapes.</summary>
internal sealed class TokenizeEndpoint(ServedModel served, InternLM3OpenAIOptions options)
{
    /// <summary>Encodes a text or a conversation.</summary>
    public async Task TokenizeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var model = served.Require();
        var request = await RequestBody.ReadAsync(context, WireJson.Wire.TokenizeRequest, options).ConfigureAwait(false);
        served.RequireName(request.Model);
        Require(request.Prompt is null != request.Messages is null, "prompt", "or messages must be given, and not both.");
        (string, string)[] fixedFields =
            [("add_generation_prompt", "true"), ("continue_final_message", "false"), ("chat_template", "null")];
        foreach (var (field, harmless) in fixedFields)
        {
            Require(
                request.Others?.TryGetValue(field, out var value) != true
                    || value.GetRawText() == harmless || value.ValueKind == JsonValueKind.Null,
                field, "is not supported: a conversation is rendered as /v1/chat/completions renders it.");
        }

        Require(
            request.Prompt is null || request.Tools is not { Count: > 0 },
            "tools", "belong to messages, and a prompt is taken as it is.");
        var reasoning = ChatMapping.Reasoning(request.ReasoningEffort, request.EnableThinking, request.ChatTemplateKwargs);
        Require(request.Prompt is null || reasoning is null, "reasoning_effort", "belongs to messages, and a prompt is taken as it is.");
        var ids = request.Messages is { } messages
            ? await served.InternLM3.EncodeAsync(
                MessageMapping.Read(messages, options),
                new ChatOptions { Tools = ToolMapping.Tools(request.Tools), Reasoning = reasoning },
                cancellationToken).ConfigureAwait(false)
            : [.. request.AddSpecialTokens == false ? (int[])[] : [model.Tokenizer.BosTokenId], .. model.Tokenizer.Encode(request.Prompt)];
        var answer = new TokenizeResponse
        {
            Count = ids.Length,
            MaxModelLen = model.ContextLength,
            Tokens = ids,
            TokenStrs = request.ReturnTokenStrs == true ? [.. ids.Select(id => model.Tokenizer.GetPiece(id) ?? "")] : null,
        };
        await ResponseJson.WriteAsync(context, answer, WireJson.Wire.TokenizeResponse).ConfigureAwait(false);
    }

    /// <summary>Decodes ids; special tokens have no text.</summary>
    public async Task DetokenizeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var model = served.Require();
        var request = await RequestBody.ReadAsync(context, WireJson.Wire.DetokenizeRequest, options).ConfigureAwait(false);
        served.RequireName(request.Model);
        var count = model.Tokenizer.VocabularySize;
        Require(
            request.Tokens is not null && request.Tokens.All(id => id >= 0 && id < count),
            "tokens", $"must be an array of token ids, 0 to {count - 1}.");
        var answer = new DetokenizeResponse { Prompt = model.Tokenizer.Decode([.. request.Tokens!]) };
        await ResponseJson.WriteAsync(context, answer, WireJson.Wire.DetokenizeResponse).ConfigureAwait(false);
    }
}
