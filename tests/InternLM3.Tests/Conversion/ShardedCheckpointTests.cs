using System.Text.Json.Nodes;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Conversion;

public sealed class ShardedCheckpointTests : IDisposable
{
    private static readonly SyntheticShape s_shape = new() { Layers = 1 };

    private readonly TemporaryFolder _folder = new();

    private string Input => _folder["checkpoint"];

    private string Output => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ConvertAsync_Shards_GiveTheSameWeightsAsOneFile()
    {
        ShardedCheckpoint.Write(Input, s_shape, shards: 3);
        SyntheticCheckpoint.Write(_folder["single"], s_shape, seed: 1);

        await ConvertAsync();
        await CheckpointConverter.ConvertAsync(_folder["single"], _folder["other"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(_folder["other/model.onnx.data"]), File.ReadAllBytes(_folder["model/model.onnx.data"]));
        Assert.Equal(
            ["model-00001-of-00003.safetensors", "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors", "model.safetensors.index.json"],
            ModelManifest.Check(Output).Source.Select(file => file.Name).Where(name => name.StartsWith("model", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GetOrConvertAsync_ChangedShard_IsAnotherModel()
    {
        ShardedCheckpoint.Write(Input, s_shape, shards: 2);
        var first = ModelCache.NameOf(Input, ConversionPlan.Resolve(Input, new ConversionOptions()), TestContext.Current.CancellationToken);
        var shard = Path.Combine(Input, ShardedCheckpoint.Name(1, 2));
        var bytes = await File.ReadAllBytesAsync(shard, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(shard, bytes, TestContext.Current.CancellationToken);

        Assert.NotEqual(first, ModelCache.NameOf(Input, ConversionPlan.Resolve(Input, new ConversionOptions()), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../model-00001-of-00002.safetensors")]
    [InlineData("/model-00001-of-00002.safetensors")]
    [InlineData("a/../model-00001-of-00002.safetensors")]
    [InlineData("..\\model-00001-of-00002.safetensors")]
    [InlineData("C:model-00001-of-00002.safetensors")]
    [InlineData("pytorch_model-00001-of-00002.bin")]
    [InlineData("")]
    [InlineData("..")]
    public Task ConvertAsync_ShardOutsideTheFolderOrOfAnotherKind_IsRefused(string name) =>
        AssertRefusedAsync(map => map["lm_head.weight"] = name, "puts tensor lm_head.weight into", "which is no name of a .safetensors file in the same folder");

    [Fact]
    public Task ConvertAsync_ShardThatIsNoText_IsRefused() =>
        AssertRefusedAsync(map => map["lm_head.weight"] = 1, "puts tensor lm_head.weight into 1, which is no name");

    [Fact]
    public Task ConvertAsync_MissingShard_IsNamed() =>
        AssertRefusedAsync(_ => File.Delete(Path.Combine(Input, ShardedCheckpoint.Name(1, 2))), "model-00002-of-00002.safetensors: is missing and model.safetensors.index.json names it");

    [Fact]
    public Task ConvertAsync_TensorTheShardLacks_IsNamed() =>
        AssertRefusedAsync(map => map["model.more.weight"] = ShardedCheckpoint.Name(0, 2), "puts tensor model.more.weight into model-00001-of-00002.safetensors, which does not hold it");

    [Fact]
    public Task ConvertAsync_TensorTheIndexLacks_IsNamed() =>
        AssertRefusedAsync(map => map.Remove("lm_head.weight"), "holds tensor lm_head.weight, which the index does not name");

    [Fact]
    public Task ConvertAsync_TensorInAnotherShard_IsNamed() =>
        AssertRefusedAsync(map => map["model.embed_tokens.weight"] = ShardedCheckpoint.Name(1, 2), "holds tensor model.embed_tokens.weight, which the index puts into model-00002");

    [Fact]
    public async Task ConvertAsync_TensorInTwoShards_IsNamed()
    {
        ShardedCheckpoint.Write(Input, s_shape, shards: 2);
        File.Copy(Path.Combine(Input, ShardedCheckpoint.Name(0, 2)), Path.Combine(Input, ShardedCheckpoint.Name(1, 2)), overwrite: true);

        await AssertRefusedAsync("which the index puts into model-00001-of-00002.safetensors");
    }

    [Theory]
    [InlineData("[]", "holds no object \"weight_map\"")]
    [InlineData("{}", "holds no object \"weight_map\"")]
    [InlineData("""{"weight_map": []}""", "holds no object \"weight_map\"")]
    [InlineData("""{"weight_map": {}}""", "names no tensors")]
    [InlineData("""{"weight_map": {"a": "b.safetensors", "a": "b.safetensors"}}""", "is not valid JSON")]
    [InlineData("""{"weight_map": {"a": "\ud800.safetensors"}}""", "is not valid JSON")]
    [InlineData("""{"weight_map": {""", "is not valid JSON")]
    public async Task ConvertAsync_MalformedIndex_IsRefused(string json, string problem)
    {
        ShardedCheckpoint.Write(Input, s_shape, shards: 2);
        await File.WriteAllTextAsync(Path.Combine(Input, "model.safetensors.index.json"), json, TestContext.Current.CancellationToken);

        await AssertRefusedAsync(problem);
    }

    [Fact]
    public async Task ConvertAsync_IndexAndOneFile_AreRefused()
    {
        ShardedCheckpoint.Write(Input, s_shape, shards: 2);
        File.Copy(Path.Combine(Input, ShardedCheckpoint.Name(0, 2)), Path.Combine(Input, "model.safetensors"));

        await AssertRefusedAsync("so there are two sets of weights");
    }

    private Task ConvertAsync() => CheckpointConverter.ConvertAsync(Input, Output, cancellationToken: TestContext.Current.CancellationToken);

    private async Task AssertRefusedAsync(Action<JsonObject> change, params string[] problems)
    {
        ShardedCheckpoint.Write(Input, s_shape, shards: 2, index => change(index["weight_map"]!.AsObject()));
        await AssertRefusedAsync(problems);
    }

    private async Task AssertRefusedAsync(params string[] problems)
    {
        var error = await Assert.ThrowsAsync<ModelFormatException>(ConvertAsync);
        Assert.All(problems, problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(Output));
    }
}
