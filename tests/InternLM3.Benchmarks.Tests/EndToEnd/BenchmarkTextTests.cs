using InternLM3.Benchmarks.EndToEnd;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Benchmarks.Tests.EndToEnd;

public sealed class BenchmarkTextTests
{
    private readonly Tokenizer _tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);

    [Fact]
    public void Of_AnyLengthAndSeed_IsExactlySoManyTokens()
    {
        var text = new BenchmarkText(_tokenizer);
        for (var tokens = 4; tokens < 200; tokens += 7)
        {
            Assert.Equal(tokens, _tokenizer.Count(text.Of(tokens, seed: tokens)));
            Assert.Equal(tokens + 20, text.Render(text.Prompt(tokens + 20, seed: tokens)).Length);
        }

        Assert.Equal(text.Of(50, 1), text.Of(50, 1));
        Assert.NotEqual(text.Of(50, 1), text.Of(50, 2));
    }
}
