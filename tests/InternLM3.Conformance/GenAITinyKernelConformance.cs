using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>InternLM3-Tiny on ONNX Runtime GenAI, in Semantic Kernel.</summary>
[Trait("Tier", "Long")]
public sealed class GenAITinyKernelConformance(GenAITinyModel tiny) : KernelConformance, IClassFixture<GenAITinyModel>
{
    protected override IChatClient CreateChatClient() => new InternLM3ChatClient(tiny.Model);
}
