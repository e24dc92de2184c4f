using System.Globalization;
using System.Text.Json.Nodes;
using InternLM3.Chat;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace InternLM3.Remote.Requests;

/// <summary>
/// Sets the sampling fields of a request: OpenAI's by the client's properties, the others (LMDeploy's <c>top_k</c>, <c>min_p</c>,
/// <c>repetition_penalty</c>, <c>min_new_tokens</c>, <c>ignore_eos</c>; vLLM's <c>min_tokens</c>) by its JSON patch.
/// </summary>
internal static class RequestFields
{
    /// <summary>Sets what the options say and leaves the rest to the server.</summary>
    public static void Set(
        ChatCompletionOptions body, ChatOptions options, AdditionalOptions extra, RemoteServer server, OptionPolicy policy)
    {
        body.Temperature = options.Temperature ?? body.Temperature;
        body.TopP = options.TopP ?? body.TopP;
        body.Seed = options.Seed ?? body.Seed;
        body.MaxOutputTokenCount = options.MaxOutputTokens ?? body.MaxOutputTokenCount;
        var ignores = server == RemoteServer.LMDeploy;
        const string Ignored = "LMDeploy accepts it and ignores it; use repetition_penalty.";
        policy.LeaveOut(ignores && options.FrequencyPenalty is not (null or 0), nameof(options.FrequencyPenalty), Ignored);
        policy.LeaveOut(ignores && options.PresencePenalty is not (null or 0), nameof(options.PresencePenalty), Ignored);
        if (!ignores)
        {
            body.FrequencyPenalty = options.FrequencyPenalty ?? body.FrequencyPenalty;
            body.PresencePenalty = options.PresencePenalty ?? body.PresencePenalty;
        }

        // LMDeploy's word for greedy is top_k 1; only its PyTorch engine reads temperature 0 so (messages.py at 1263d5cd8).
        var topK = options.TopK ?? (ignores && options.Temperature == 0 ? 1 : null);
        Patch(body, "$.top_k"u8, topK);
        Patch(body, "$.min_p"u8, extra.Number(ChatOptionKeys.MinP));
        Patch(body, "$.repetition_penalty"u8, extra.Number(ChatOptionKeys.RepetitionPenalty));
        Patch(body, server == RemoteServer.Vllm ? "$.min_tokens"u8 : "$.min_new_tokens"u8, extra.Integer(ChatOptionKeys.MinNewTokens));
        if (extra.Boolean(ChatOptionKeys.IgnoreEos) is { } ignoreEos)
        {
            body.Patch.Set("$.ignore_eos"u8, ignoreEos);
        }

        // Older LMDeploy knows the deprecated name only.
        Patch(body, "$.max_tokens"u8, ignores ? body.MaxOutputTokenCount : null);
        SetLogprobs(body, extra);
        if (extra.Biases(ChatOptionKeys.LogitBias) is { } biases)
        {
            var json = new JsonObject(biases.Select(
                bias => KeyValuePair.Create(bias.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)bias.Value)));
            body.Patch.Set("$.logit_bias"u8, BinaryData.FromString(json.ToJsonString()));
        }
    }

    private static void SetLogprobs(ChatCompletionOptions body, AdditionalOptions extra)
    {
        if (extra.Integer(ChatOptionKeys.Logprobs) is { } alternatives)
        {
            OptionPolicy.Refuse(alternatives is < 0 or > 20, ChatOptionKeys.Logprobs, $"must be between 0 and 20 and is {alternatives}.");
            body.IncludeLogProbabilities = true;
            body.TopLogProbabilityCount = alternatives > 0 ? alternatives : null;
        }
    }

    private static void Patch(ChatCompletionOptions body, ReadOnlySpan<byte> path, int? value)
    {
        if (value is { } given)
        {
            body.Patch.Set(path, given);
        }
    }

    private static void Patch(ChatCompletionOptions body, ReadOnlySpan<byte> path, float? value)
    {
        if (value is { } given)
        {
            body.Patch.Set(path, given);
        }
    }
}
