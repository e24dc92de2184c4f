using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>The remote client over this library's server in Semantic Kernel.</summary>
[Trait("Tier", "Long")]
public sealed class InternLM3RemoteKernelConformance(TinyOverHttp server) : KernelConformance, IClassFixture<TinyOverHttp>
{
    protected override IChatClient CreateChatClient() => server.CreateClient();
}
