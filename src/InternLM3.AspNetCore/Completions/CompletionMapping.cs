using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using InternLM3.Generation;
using static InternLM3.AspNetCore.Serving.RequestException;

namespace InternLM3.AspNetCore.Completions;

/// <summary>Turns a completion's fields into the engine's request.</summary>
internal static class CompletionMapping
{
    // OpenAI's own default, which its API documents.
    private const int DefaultMaxTokens = 16;

    /// <summary>The request of one prompt; <see cref="GenerationRequest.Prompt"/> and the seed are set for each sequence.</summary>
    public static GenerationRequest Template(CompletionRequest request, InternLM3Model model, InternLM3OpenAIOptions options)
    {
        FieldRules.Check(request, options);
        var echo = request.Echo == true;
        var most = FieldRules.MaxTokens(request) ?? DefaultMaxTokens;
        Require(most >= (echo ? 0 : 1), "max_tokens", "must be above 0, or 0 together with echo.");
        Require(request.Logprobs is null or (>= 0 and <= 20), "logprobs", "must be between 0 and 20.");
        var sampling = model.DefaultSampling;
        return new GenerationRequest
        {
            Prompt = default,
            StopTokens = model.StopTokens,
            MaxNewTokens = most,
            MinNewTokens = request.MinNewTokens ?? 0,
            IgnoreEos = request.IgnoreEos == true,
            Logprobs = request.Logprobs,
            PromptLogprobs = echo && (request.Logprobs is not null || most == 0),
            Sampling = sampling with
            {
                Temperature = request.Temperature ?? sampling.Temperature,
                TopP = request.TopP ?? sampling.TopP,
                TopK = request.TopK ?? sampling.TopK,
                MinP = request.MinP ?? sampling.MinP,
                RepetitionPenalty = request.RepetitionPenalty ?? sampling.RepetitionPenalty,
                FrequencyPenalty = request.FrequencyPenalty ?? sampling.FrequencyPenalty,
                PresencePenalty = request.PresencePenalty ?? sampling.PresencePenalty,
                LogitBias = FieldRules.Biases(request, model.Tokenizer.VocabularySize) ?? sampling.LogitBias,
            },
        };
    }
}
