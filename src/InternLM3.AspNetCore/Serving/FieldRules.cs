using System.Globalization;
using System.Text.Json;
using InternLM3.AspNetCore.Wire;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Checks and reads the fields that chat and completions share, with LMDeploy's ranges; errors name the request's field.</summary>
internal static class FieldRules
{
    private const int MaxStops = 64;

    /// <summary>Refuses values out of range.</summary>
    public static void Check(GenerationFields fields, InternLM3OpenAIOptions options)
    {
        Require(fields.Temperature is null or (>= 0 and <= 2), "temperature", "must be between 0 and 2.");
        Require(fields.TopP is null or (> 0 and <= 1), "top_p", "must be above 0 and at most 1.");
        Require(fields.TopK is null or >= 0, "top_k", "must be at least 0; 0 keeps all tokens.");
        Require(fields.MinP is null or (>= 0 and <= 1), "min_p", "must be between 0 and 1.");
        Require(fields.RepetitionPenalty is null or (> 0 and <= 100), "repetition_penalty", "must be above 0 and at most 100.");
        Require(fields.FrequencyPenalty is null or (>= -2 and <= 2), "frequency_penalty", "must be between -2 and 2.");
        Require(fields.PresencePenalty is null or (>= -2 and <= 2), "presence_penalty", "must be between -2 and 2.");
        Require(fields.N is null || (fields.N >= 1 && fields.N <= options.MaxChoices), "n", $"must be between 1 and {options.MaxChoices}.");
        Require(fields.MaxCompletionTokens is null or > 0, "max_completion_tokens", "must be above 0.");
        Require(fields.MinNewTokens is null or >= 0, "min_new_tokens", "must be at least 0.");
        Require(fields.StreamOptions is null || fields.Stream == true, "stream_options", "needs stream to be true.");
        var stream = fields.StreamOptions;
        Require(
            stream?.ContinuousUsageStats != true,
            "stream_options.continuous_usage_stats", "is not supported; include_usage gives the usage at the end.");
        Require(
            stream?.IncludeObfuscation != true, "stream_options.include_obfuscation", "is not supported: chunks are not padded.");
        OtherFields.Check(fields);
    }

    /// <summary>The limit on new tokens, or null for none. The newer name counts where both are given.</summary>
    public static int? MaxTokens(GenerationFields fields) => fields.MaxCompletionTokens ?? fields.MaxTokens;

    /// <summary>The stop strings.</summary>
    public static IReadOnlyList<string> Stops(GenerationFields fields)
    {
        List<string> stops = fields.Stop switch
        {
            null or { ValueKind: JsonValueKind.Null } => [],
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { ValueKind: JsonValueKind.Array } many => [.. many.EnumerateArray().Select(stop => stop.ValueKind == JsonValueKind.String
                ? stop.GetString()!
                : throw Field("stop", "must be a string or an array of strings."))],
            _ => throw Field("stop", "must be a string or an array of strings."),
        };
        Require(stops.Count <= MaxStops, "stop", $"holds more than {MaxStops} strings.");
        Require(!stops.Contains(""), "stop", "holds an empty string, which is everywhere; leave it out.");
        return stops;
    }

    /// <summary>The biases by token id.</summary>
    public static IReadOnlyDictionary<int, float>? Biases(GenerationFields fields, int vocabularySize)
    {
        if (fields.LogitBias is null)
        {
            return null;
        }

        var biases = new Dictionary<int, float>();
        foreach (var (name, bias) in fields.LogitBias)
        {
            Require(
                int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < vocabularySize,
                "logit_bias", $"must map token ids, 0 to {vocabularySize - 1}, to numbers; ask /tokenize for ids.");
            Require(bias is >= -100 and <= 100, "logit_bias", "must be between -100 and 100 for each token.");
            biases[id] = bias;
        }

        return biases;
    }
}
