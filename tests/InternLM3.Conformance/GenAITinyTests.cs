using InternLM3.Chat;
using InternLM3.Conformance.Capabilities;
using InternLM3.Conformance.Support;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>ONNX Runtime GenAI beside the library's own runtime, over one fp32 folder.</summary>
[Trait("Tier", "Long")]
public sealed class GenAITinyTests(TinyModel tiny, GenAITinyModel genai) : IClassFixture<GenAITinyModel>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Capabilities_Each_IsThatOfOurRuntime()
    {
        using var theirs = new InternLM3ChatClient(genai.Model);
        using var ours = new InternLM3ChatClient(tiny.Model);

        Assert.Equal(
            await CapabilityTable.CreateAsync(ours, CapabilityList.All, Cancellation), await CapabilityTable.CreateAsync(theirs, CapabilityList.All, Cancellation));
    }

    [Fact]
    public async Task Greedy_FiftyQuestions_GivesTheTokensOfOurRuntime()
    {
        using var theirs = new InternLM3ChatClient(genai.Model);
        using var ours = new InternLM3ChatClient(tiny.Model);

        foreach (var question in new ToolQuestions(seed: 8).Take(50))
        {
            Assert.Equal(await TokensAsync(ours, question), await TokensAsync(theirs, question));
        }
    }

    private static async Task<IReadOnlyList<int>> TokensAsync(InternLM3ChatClient client, ToolQuestion question)
    {
        var options = new ChatOptions { Temperature = 0, MaxOutputTokens = 80, Tools = [.. question.Functions] }.WithTokenIds();
        var response = await client.GetResponseAsync(question.Text, options, Cancellation);
        var tokens = (IReadOnlyList<int>)response.Messages[^1].AdditionalProperties![ChatOptionKeys.TokenIds]!;
        Assert.NotEmpty(tokens);
        return tokens;
    }
}
