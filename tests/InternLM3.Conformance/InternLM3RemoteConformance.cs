using InternLM3.Chat;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>The remote client over this library's server, with InternLM3-Tiny behind it.</summary>
[Trait("Tier", "Long")]
public sealed class InternLM3RemoteConformance(TinyOverHttp server) : ChatClientConformance, IClassFixture<TinyOverHttp>
{
    protected override IChatClient CreateChatClient() => server.CreateClient();

    protected override bool AnswersEmptyConversations => false;

    /// <summary>As in process: a turn that may not end yet can only go on with another call.</summary>
    protected override void EncourageSeveralCalls(ChatOptions options) => (options.AdditionalProperties ??= [])[ChatOptionKeys.MinNewTokens] = 30;
}
