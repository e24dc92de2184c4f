using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>InternLM3-Tiny in Semantic Kernel.</summary>
public sealed class InternLM3TinyKernelConformance(TinyModel tiny) : KernelConformance
{
    protected override IChatClient CreateChatClient() => new InternLM3ChatClient(tiny.Model);
}
