using InternLM3.Thinking;

namespace InternLM3.Remote.Tests;

public sealed class InternLM3RemoteOptionsTests
{
    public static TheoryData<string, InternLM3RemoteOptions> Wrong => new()
    {
        { "Timeout", new InternLM3RemoteOptions { Timeout = TimeSpan.Zero } },
        { "MaxRetries", new InternLM3RemoteOptions { MaxRetries = -1 } },
        { "Server", new InternLM3RemoteOptions { Server = (RemoteServer)9 } },
        { "ApiKey", new InternLM3RemoteOptions { ApiKey = "a\nb" } },
        { "ApiKey", new InternLM3RemoteOptions { ApiKey = "" } },
        { "Tools", new InternLM3RemoteOptions { Tools = RemoteSide.Client } },
        { "ThinkingPromptPlacement", new InternLM3RemoteOptions { ThinkingPromptPlacement = ThinkingPromptPlacement.ReplaceSystemPrompt } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Validate_ValueThatCannotWork_IsRefusedByName(string option, InternLM3RemoteOptions options) =>
        Assert.Equal(option, Assert.Throws<UnsupportedOptionException>(options.Validate).Option);

    [Fact]
    public void ToString_DoesNotTellTheKey() =>
        Assert.DoesNotContain("secret", new InternLM3RemoteOptions { ApiKey = "secret" }.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Constructor_AddressThatIsNone_IsRefused() =>
        Assert.Throws<UnsupportedOptionException>(() => new InternLM3RemoteChatClient(new Uri("file:///v1")));
}
