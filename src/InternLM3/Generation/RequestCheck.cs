namespace InternLM3.Generation;

/// <summary>Refuses requests that cannot be run before they are queued; the exception names the option.</summary>
internal static class RequestCheck
{
    /// <summary>The most alternatives a step can report, as OpenAI's API has it.</summary>
    public const int MaxLogprobs = 20;

    /// <summary>Checks a request against what the backend can do.</summary>
    /// <param name="request">The request.</param>
    /// <param name="capabilities">The backend's.</param>
    /// <param name="leastNewTokens">0 where the prompt alone is of use, else 1.</param>
    public static void Validate(GenerationRequest request, BackendCapabilities capabilities, int leastNewTokens)
    {
        var prompt = request.Prompt.Span;
        Require(prompt.Length > 0, nameof(request.Prompt), "must hold at least one token.");
        foreach (var token in prompt)
        {
            RequireKnown(token, nameof(request.Prompt));
        }

        foreach (var token in request.StopTokens)
        {
            RequireKnown(token, nameof(request.StopTokens));
        }

        Require(
            request.MaxNewTokens is not { } max || max >= leastNewTokens,
            nameof(request.MaxNewTokens), $"must be at least {leastNewTokens} and is {request.MaxNewTokens}.");
        Require(request.MinNewTokens >= 0, nameof(request.MinNewTokens), $"must be at least 0 and is {request.MinNewTokens}.");
        Require(
            request.Logprobs is not (< 0 or > MaxLogprobs),
            nameof(request.Logprobs), $"must be between 0 and {MaxLogprobs} and is {request.Logprobs}.");
        request.Sampling.Validate(capabilities.VocabularySize);

        if (prompt.Length > capabilities.ContextLength || (prompt.Length == capabilities.ContextLength && request.MaxNewTokens != 0))
        {
            throw new ContextLengthException(prompt.Length, capabilities.ContextLength);
        }

        void RequireKnown(int token, string option)
        {
            if (token < 0 || token >= capabilities.VocabularySize)
            {
                throw new UnsupportedOptionException(
                    option, $"holds token {token}, and the vocabulary ends at {capabilities.VocabularySize - 1}.");
            }
        }
    }

    private static void Require(bool holds, string option, string problem)
    {
        if (!holds)
        {
            throw new UnsupportedOptionException(option, problem);
        }
    }
}
