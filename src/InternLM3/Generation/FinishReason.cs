namespace InternLM3.Generation;

/// <summary>Why a sequence ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended its turn with a stop token.</summary>
    Stop,

    /// <summary>The limit on new tokens, or the end of the context, was reached.</summary>
    Length,
}
