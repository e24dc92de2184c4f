using InternLM3.Generation;
using InternLM3.Sampling;
using InternLM3.Tokenization;

namespace InternLM3.Chat;

/// <summary>The parts of a loaded model that chats use. Shared by all requests; thread-safe.</summary>
/// <param name="Id">The id responses carry.</param>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Engine">The engine.</param>
/// <param name="StopTokens">The tokens that end a turn.</param>
/// <param name="DefaultSampling">Sampling of requests that do not set their own.</param>
/// <param name="Constraints">Creates the constraints of answers.</param>
/// <param name="Replies">The replies this model generated, with their token ids.</param>
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
