namespace InternLM3;

/// <summary>A prompt does not fit in the context.</summary>
public sealed class ContextLengthException : InternLM3Exception
{
    /// <summary>Creates an exception with both numbers.</summary>
    /// <param name="promptTokens">Tokens in the prompt.</param>
    /// <param name="contextLength">Tokens a sequence can hold, prompt and answer together.</param>
    public ContextLengthException(int promptTokens, int contextLength)
        : base(
            $"The prompt has {promptTokens} tokens and the context holds {contextLength}, of which at least one is for the answer: "
            + "shorten the conversation or raise ContextLength.")
    {
        PromptTokens = promptTokens;
        ContextLength = contextLength;
    }

    /// <summary>Tokens in the prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>Tokens a sequence can hold, prompt and answer together.</summary>
    public int ContextLength { get; }
}
