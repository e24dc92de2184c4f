using InternLM3.Configuration;
using InternLM3.Sampling;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Configuration;

public sealed class GenerationConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NoFile_IsTheModelCards()
    {
        var config = GenerationConfig.Load(_folder.Path);

        Assert.Equal(SamplingOptions.ModelCard, config.Sampling);
        Assert.Empty(config.EosTokenIds);
        Assert.Equal((1f, 0.8f, 40, 1.005f), (config.Sampling.Temperature, config.Sampling.TopP, config.Sampling.TopK, config.Sampling.RepetitionPenalty));
    }

    [Fact]
    public void Load_SomeValues_GoOnTopOfTheModelCards()
    {
        var config = Load("""{"eos_token_id":[2,128131],"temperature":0.7,"top_k":50,"min_p":0.05,"do_sample":true}""");

        Assert.Equal([2, 128131], config.EosTokenIds);
        Assert.Equal((0.7f, 0.8f, 50, 0.05f, 1.005f), (config.Sampling.Temperature, config.Sampling.TopP, config.Sampling.TopK, config.Sampling.MinP, config.Sampling.RepetitionPenalty));
    }

    [Fact]
    public void Load_NoSampling_IsGreedy() => Assert.Equal(0, Load("""{"do_sample":false,"temperature":0.7}""").Sampling.Temperature);

    [Fact]
    public void Load_OneStopToken_IsAList() => Assert.Equal([7], Load("""{"eos_token_id":7}""").EosTokenIds);

    [Theory]
    [InlineData("""{"eos_token_id":[2,"x"]}""", "eos_token_id")]
    [InlineData("""{"temperature":"warm"}""", "temperature")]
    [InlineData("""{"top_k":1.5}""", "top_k")]
    [InlineData("""{"do_sample":1}""", "do_sample")]
    public void Load_ValueWrong_NamesFileAndKey(string text, string key)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(text));

        Assert.EndsWith("generation_config.json", error.File, StringComparison.Ordinal);
        Assert.Contains($"\"{key}\"", error.Message, StringComparison.Ordinal);
    }

    private GenerationConfig Load(string text)
    {
        File.WriteAllText(_folder["generation_config.json"], text);
        return GenerationConfig.Load(_folder.Path);
    }
}
