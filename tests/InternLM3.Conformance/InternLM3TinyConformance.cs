using InternLM3.Chat;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>InternLM3-Tiny on ONNX Runtime.</summary>
public sealed class InternLM3TinyConformance(TinyModel tiny) : ChatClientConformance
{
    protected override IChatClient CreateChatClient() => new InternLM3ChatClient(tiny.Model);

    /// <summary>Tiny has seen one call a turn; a turn that may not end yet can only go on with another call.</summary>
    protected override void EncourageSeveralCalls(ChatOptions options) => (options.AdditionalProperties ??= [])[ChatOptionKeys.MinNewTokens] = 30;
}
