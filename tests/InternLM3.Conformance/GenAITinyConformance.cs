using InternLM3.Chat;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>InternLM3-Tiny on ONNX Runtime GenAI.</summary>
[Trait("Tier", "Long")]
public sealed class GenAITinyConformance(GenAITinyModel tiny) : ChatClientConformance, IClassFixture<GenAITinyModel>
{
    protected override IChatClient CreateChatClient() => new InternLM3ChatClient(tiny.Model);

    protected override void EncourageSeveralCalls(ChatOptions options) => (options.AdditionalProperties ??= [])[ChatOptionKeys.MinNewTokens] = 30;
}
