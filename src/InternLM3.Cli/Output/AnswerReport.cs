using System.Text.Json;
using InternLM3.Chat;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Output;

/// <summary>Writes an answer as one JSON object. The calls are those of all rounds; everything else is from the last answer.</summary>
internal static class AnswerReport
{
    /// <summary>Writes the object as one line.</summary>
    public static string Write(ChatResponse response, IEnumerable<FunctionCallContent> calls)
    {
        var extra = response.Messages[^1].AdditionalProperties!;
        var reasoning = string.Concat(response.Messages
            .SelectMany(message => message.Contents)
            .OfType<TextReasoningContent>()
            .Select(content => content.Text));
        return JsonObject.Write(writer =>
        {
            writer.WriteString("text", response.Text);
            writer.WriteString("reasoning", reasoning.Length > 0 ? reasoning : null);
            WriteArray(writer, "tool_calls", calls, CallJson.Write);
            writer.WriteString("finish_reason", response.FinishReason?.Value);
            writer.WriteStartObject("usage");
            writer.WriteNumber("input_tokens", response.Usage?.InputTokenCount ?? 0);
            writer.WriteNumber("output_tokens", response.Usage?.OutputTokenCount ?? 0);
            writer.WriteNumber("cached_input_tokens", response.Usage?.CachedInputTokenCount ?? 0);
            writer.WriteEndObject();
            if (extra.TryGetValue(ChatOptionKeys.Logprobs, out IReadOnlyList<OutputLogprob>? logprobs))
            {
                WriteArray(writer, "logprobs", logprobs, WriteLogprob);
            }
            else
            {
                writer.WriteNull("logprobs");
            }

            WriteArray(writer, ChatOptionKeys.PromptTokenIds, (int[])extra[ChatOptionKeys.PromptTokenIds]!, WriteId);
            WriteArray(writer, ChatOptionKeys.TokenIds, (int[])extra[ChatOptionKeys.TokenIds]!, WriteId);
        });
    }

    private static void WriteLogprob(Utf8JsonWriter writer, OutputLogprob token)
    {
        writer.WriteStartObject();
        writer.WriteString("token", token.Text);
        writer.WriteNumber("token_id", token.TokenId);
        writer.WriteNumber("logprob", token.Logprob);
        WriteArray(writer, "top", token.Alternatives, (inner, alternative) =>
        {
            inner.WriteStartObject();
            inner.WriteNumber("token_id", alternative.TokenId);
            inner.WriteNumber("logprob", alternative.Logprob);
            inner.WriteEndObject();
        });
        writer.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter writer, int id) => writer.WriteNumberValue(id);

    private static void WriteArray<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(writer, item);
        }

        writer.WriteEndArray();
    }
}
