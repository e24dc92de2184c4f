using System.Text.Json.Nodes;
using InternLM3.Configuration;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Tests.Configuration;

public sealed class ModelConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Tiny_HasItsNumbers()
    {
        var config = ModelConfig.Load(InternLM3Tiny.CheckpointPath);

        Assert.Equal((256, 704, 6, 4, 2, 64), (config.HiddenSize, config.IntermediateSize, config.LayerCount, config.AttentionHeadCount, config.KeyValueHeadCount, config.HeadDimension));
        Assert.Equal((2048, 1e-5, 100_000, 6.0, 4096, false), (config.VocabularySize, config.RmsNormEpsilon, config.RopeTheta, config.DynamicNtkFactor, config.MaxPositionEmbeddings, config.TieWordEmbeddings));
        Assert.Equal([2], config.EosTokenIds);
    }

    [Theory]
    [InlineData("model_type")]
    [InlineData("hidden_act")]
    [InlineData("hidden_size")]
    [InlineData("intermediate_size")]
    [InlineData("num_hidden_layers")]
    [InlineData("num_attention_heads")]
    [InlineData("num_key_value_heads")]
    [InlineData("vocab_size")]
    [InlineData("rms_norm_eps")]
    [InlineData("rope_theta")]
    [InlineData("max_position_embeddings")]
    public void Load_KeyMissing_NamesFileAndKey(string key)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(config => config.Remove(key)));

        Assert.EndsWith("config.json", error.File, StringComparison.Ordinal);
        Assert.Contains($"\"{key}\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_type", "\"llama\"")]
    [InlineData("hidden_act", "\"gelu\"")]
    [InlineData("bias", "true")]
    [InlineData("qkv_bias", "true")]
    [InlineData("hidden_size", "0")]
    [InlineData("hidden_size", "\"256\"")]
    [InlineData("num_hidden_layers", "-1")]
    [InlineData("num_hidden_layers", "1.5")]
    [InlineData("num_key_value_heads", "3")]
    [InlineData("head_dim", "63")]
    [InlineData("rms_norm_eps", "0")]
    [InlineData("rope_theta", "1")]
    [InlineData("rope_theta", "null")]
    [InlineData("max_position_embeddings", "99999999999")]
    [InlineData("eos_token_id", "\"</s>\"")]
    [InlineData("tie_word_embeddings", "\"no\"")]
    public void Load_ValueWrong_NamesFileAndKey(string key, string value)
    {
        var error = Assert.Throws<ModelFormatException>(() => Load(config => config[key] = JsonNode.Parse(value)));

        Assert.EndsWith("config.json", error.File, StringComparison.Ordinal);
        Assert.Contains($"\"{key}\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rope_type":"yarn","factor":4}""", "yarn")]
    [InlineData("""{"rope_type":"dynamic"}""", "factor")]
    [InlineData("""{"rope_type":"dynamic","factor":-1}""", "factor")]
    [InlineData("""{"factor":6}""", "rope_type")]
    [InlineData("""{"rope_type":"dynamic","type":"linear","factor":6}""", "linear")]
    [InlineData("\"dynamic\"", "rope_scaling")]
    public void Load_RopeScalingWrong_SaysWhat(string scaling, string named) =>
        Assert.Contains(named, Assert.Throws<ModelFormatException>(() => Load(config => config["rope_scaling"] = JsonNode.Parse(scaling))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"rope_type":"dynamic","factor":6}""", 6.0)]
    [InlineData("""{"type":"dynamic","factor":2.5}""", 2.5)]
    [InlineData("""{"rope_type":"default"}""", null)]
    [InlineData("null", null)]
    public void Load_RopeScaling_IsReadUnderBothOfItsKeys(string scaling, double? expected) =>
        Assert.Equal(expected, Load(config => config["rope_scaling"] = JsonNode.Parse(scaling)).DynamicNtkFactor);

    [Fact]
    public void Load_NoHeadDimension_IsHiddenOverHeads()
    {
        Assert.Equal(64, Load(config => config.Remove("head_dim")).HeadDimension);
        Assert.Throws<ModelFormatException>(() => Load(config =>
        {
            config.Remove("head_dim");
            config["hidden_size"] = 258;
        }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model_type\":")]
    [InlineData("{\"model_type\":\"internlm3\"} x")]
    public void Load_NoJsonObject_SaysSo(string text)
    {
        File.WriteAllText(_folder["config.json"], text);

        Assert.EndsWith("config.json", Assert.Throws<ModelFormatException>(() => ModelConfig.Load(_folder.Path)).File, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_SaysSo() => Assert.Contains("missing", Assert.Throws<ModelFormatException>(() => ModelConfig.Load(_folder.Path)).Message, StringComparison.Ordinal);

    private ModelConfig Load(Action<JsonObject> change)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(InternLM3Tiny.CheckpointPath, "config.json")))!.AsObject();
        change(config);
        File.WriteAllText(_folder["config.json"], config.ToJsonString());
        return ModelConfig.Load(_folder.Path);
    }
}
