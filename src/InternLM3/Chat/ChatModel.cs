using InternLM3.Generation;
using InternLM3.Sampling;
using InternLM3.Tokenization;

namespace InternLM3.Chat;

/// <summary>What chats need of a loaded model. Shared by all requests; thread-safe.</summary>
/// <param name="Id">The id responses carry.</param>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Engine">The engine.</param>
/// <param name="StopTokens">The tokens that end a turn.</param>
/// <param name="DefaultSampling">Sampling where a request says nothing.</param>
/// <param name="Constraints">Makes the constraints of answers.</param>
/// <param name="Replies">The turns this model generated.</param>
/// <param name="Time">The clock of responses.</param>
internal sealed record ChatModel(
    string Id,
    Tokenizer Tokenizer,
    GenerationEngine Engine,
    IReadOnlyList<int> StopTokens,
    SamplingOptions DefaultSampling,
    AnswerConstraints Constraints,
    RememberedReplies Replies,
    TimeProvider Time)
{
    /// <summary>Tokens a sequence can hold, prompt and answer together.</summary>
    public int ContextLength => Engine.Capabilities.ContextLength;
}
