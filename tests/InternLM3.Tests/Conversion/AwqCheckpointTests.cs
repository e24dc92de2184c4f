using System.Text.Json.Nodes;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

public sealed class AwqCheckpointTests : IDisposable
{
    private const string Key = "model.layers.0.self_attn.k_proj";

    private static readonly SyntheticShape s_shape = new() { Hidden = 64, Intermediate = 96, Layers = 1 };

    private readonly TemporaryFolder _folder = new();

    private string Input => _folder["checkpoint"];

    private string Output => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pack_KnownNumbers_GiveTheWordsOfTheFormat()
    {
        Assert.Equal(0x75316420u, BitConverter.ToUInt32(AwqCheckpoint.Pack([0, 1, 2, 3, 4, 5, 6, 7])));
        Assert.Equal(0xFDB9ECA8u, BitConverter.ToUInt32(AwqCheckpoint.Pack([8, 9, 10, 11, 12, 13, 14, 15])));
    }

    [Theory]
    [InlineData("F16", 32)]
    [InlineData("BF16", 16)]
    public async Task ConvertAsync_Awq_KeepsEveryNumber(string type, int groupSize)
    {
        // 96 inputs are three groups of 32: an odd number, which pads the zero points.
        var meant = AwqCheckpoint.Write(Input, s_shape, groupSize, type);

        await ConvertAsync(new ConversionOptions { HeadPrecision = WeightPrecision.Fp32, EmbeddingPrecision = WeightPrecision.Fp32 });

        var stored = new StoredWeights(Output).Dequantize(s_shape, groupSize);
        Assert.Equal(meant.Select(tensor => (tensor.Name, tensor.Numbers)), stored.Select(tensor => (tensor.Name, tensor.Numbers)));
    }

    [Fact]
    public async Task ConvertAsync_AwqByDefault_IsInt4WithTheCheckpointsGroups()
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32);

        await ConvertAsync(new ConversionOptions());

        var manifest = ModelManifest.Check(Output);
        Assert.Equal("int4", manifest.Precision);
        Assert.Equal(
            [new("accuracy_level", "4"), new("block_size", "32"), new("embeddings", "int8"), new("lm_head", "int8"), new("scale_search", "false"), new("scales", "awq")],
            manifest.Settings);
    }

    [Theory]
    [InlineData("quant_method", "\"gptq\"", "quantization_config.quant_method\" is gptq")]
    [InlineData("quant_method", null, "quantization_config.quant_method\" is missing")]
    [InlineData("version", "\"gemv\"", "quantization_config.version\" is gemv")]
    [InlineData("bits", "8", "quantization_config.bits\" is 8")]
    [InlineData("zero_point", "false", "quantization_config.zero_point\" is False")]
    [InlineData("group_size", "-1", "group_size\" must be above 0")]
    [InlineData("group_size", "48", "group_size\" is 48")]
    [InlineData("group_size", "512", "group_size\" is 512")]
    [InlineData("group_size", "16", "has the shape [2, 8] and config.json asks for [4, 8]")]
    [InlineData("group_size", "128", "makes model.layers.0.self_attn.q_proj 64 inputs and 64 outputs wide")]
    [InlineData("modules_to_not_convert", """["mlp"]""", "modules_to_not_convert\" is [\"mlp\"]")]
    [InlineData("desc_act", "true", "desc_act\" is true, which is not supported")]
    public async Task ConvertAsync_AnotherQuantisation_IsRefusedByName(string key, string? json, string problem)
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32);
        ChangeQuantization(section => section[key] = json is null ? null : JsonNode.Parse(json));

        await AssertRefusedAsync(problem);
    }

    [Fact]
    public async Task ConvertAsync_RuntimeHints_AreOfNoConsequence()
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32);
        ChangeQuantization(section =>
        {
            section["version"] = "GEMM";
            section["do_fuse"] = false;
            section["modules_to_not_convert"] = new JsonArray("lm_head");
        });

        await ConvertAsync(new ConversionOptions());

        ModelManifest.Check(Output);
    }

    [Theory]
    [InlineData("qweight")]
    [InlineData("qzeros")]
    [InlineData("scales")]
    public async Task ConvertAsync_MissingTensor_IsNamed(string part)
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32, change: tensor => tensor.Name == $"{Key}.{part}" ? null : tensor);

        await AssertRefusedAsync($"tensor {Key}.{part} is missing");
    }

    [Theory]
    [InlineData("qweight", "F32", "has dtype F32 and AWQ packs into I32")]
    [InlineData("qzeros", "U32", "has dtype U32 and AWQ packs into I32")]
    [InlineData("scales", "I16", "has dtype I16; only F32, F16 and BF16")]
    public async Task ConvertAsync_TensorOfAnotherType_IsNamed(string part, string type, string problem)
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32, change: tensor => tensor.Name == $"{Key}.{part}" ? tensor with { Type = type } : tensor);

        await AssertRefusedAsync($"tensor {Key}.{part} {problem}");
    }

    [Theory]
    [InlineData("qweight")]
    [InlineData("qzeros")]
    [InlineData("scales")]
    public async Task ConvertAsync_TensorOfAnotherShape_IsNamed(string part)
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32, change: tensor =>
            tensor.Name == $"{Key}.{part}" ? tensor with { Shape = [tensor.Shape[1], tensor.Shape[0]] } : tensor);

        await AssertRefusedAsync($"tensor {Key}.{part} has the shape");
    }

    [Fact]
    public async Task ConvertAsync_QuantisedTensorsWithoutAQuantisation_AreRefused()
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32);
        ChangeConfig(config => config.Remove("quantization_config"));

        await AssertRefusedAsync("tensor model.layers.0.self_attn.q_proj.weight is missing");
    }

    [Fact]
    public async Task ConvertAsync_ScaleThatIsNoNumber_IsRefused()
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32, change: tensor =>
            tensor.Name == $"{Key}.scales" ? tensor with { Data = [.. tensor.Data[..^2], 0, 0x7E] } : tensor);

        await AssertRefusedAsync("holds NaN, which is no scale a graph can use");
    }

    [Theory]
    [InlineData(WeightPrecision.Fp32, null, "fp32 does not fit this checkpoint")]
    [InlineData(WeightPrecision.Int8, null, "int8 does not fit this checkpoint")]
    [InlineData(null, 128, "groups of 32, which are kept")]
    public async Task ConvertAsync_OptionsThatWouldQuantiseAgain_AreRefused(WeightPrecision? precision, int? block, string problem)
    {
        AwqCheckpoint.Write(Input, s_shape, groupSize: 32);

        var error = await Assert.ThrowsAsync<UnsupportedOptionException>(() => ConvertAsync(new ConversionOptions { Precision = precision, BlockSize = block }));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private void ChangeQuantization(Action<JsonObject> change) => ChangeConfig(config => change(config["quantization_config"]!.AsObject()));

    private void ChangeConfig(Action<JsonObject> change)
    {
        var path = Path.Combine(Input, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(config);
        File.WriteAllText(path, config.ToJsonString());
    }

    private Task ConvertAsync(ConversionOptions options) =>
        CheckpointConverter.ConvertAsync(Input, Output, options, cancellationToken: TestContext.Current.CancellationToken);

    private async Task AssertRefusedAsync(string problem)
    {
        var error = await Assert.ThrowsAsync<ModelFormatException>(() => ConvertAsync(new ConversionOptions()));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }
}
