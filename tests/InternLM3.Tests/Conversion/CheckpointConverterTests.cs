using System.Text.Json.Nodes;
using InternLM3.Configuration;
using InternLM3.Conversion;
using InternLM3.Tests.Support;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Conversion;

public sealed class CheckpointConverterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Input => _folder["checkpoint"];

    private string Output => _folder["model"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ConvertAsync_Twice_GivesTheSameBytes()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1, "BF16");

        await ConvertAsync();
        await CheckpointConverter.ConvertAsync(Input, _folder["again"], new ConversionOptions(), null, TestContext.Current.CancellationToken);

        var names = Names(Output);
        Assert.Equal(
            [
                "config.json", "engine.onnx", "genai_config.json", "generation_config.json", "internlm3.manifest.json", "model.onnx", "model.onnx.data",
                "tokenizer.json", "tokenizer.model", "tokenizer_config.json",
            ],
            names);
        Assert.Equal(names, Names(_folder["again"]));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(Output, name)), File.ReadAllBytes(Path.Combine(_folder["again"], name))));
    }

    [Fact]
    public async Task ConvertAsync_Tiny_WritesAManifestOfItsFiles()
    {
        await CheckpointConverter.ConvertAsync(Tiny.InternLM3Tiny.CheckpointPath, Output, cancellationToken: TestContext.Current.CancellationToken);

        var manifest = await ModelManifest.VerifyAsync(Output, TestContext.Current.CancellationToken);
        Assert.Equal(("fp32", "cpu"), (manifest.Precision, manifest.Target));
        Assert.Equal("6bf358a895fc6e2bf848ad62927435f7d625046faa6951ac5a3af452e3f53eeb", manifest.Source.Single(file => file.Name == "model.safetensors").Sha256);
        Assert.Equal(Names(Output).Where(name => name != ModelFolder.Manifest), manifest.Files.Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ConvertAsync_FilesThatArePassedOn_AreCopiedExactly()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        File.WriteAllText(Path.Combine(Input, "special_tokens_map.json"), "{}");
        File.WriteAllText(Path.Combine(Input, "README.md"), "not copied");

        await ConvertAsync();

        Assert.All(
            (string[])["config.json", "generation_config.json", "special_tokens_map.json", "tokenizer.model"],
            name => Assert.Equal(File.ReadAllBytes(Path.Combine(Input, name)), File.ReadAllBytes(Path.Combine(Output, name))));
        Assert.DoesNotContain("README.md", Names(Output));
    }

    [Fact]
    public async Task ConvertAsync_ACheckpointOfSymbolicLinks_IsConverted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a privilege on Windows.");
        SyntheticCheckpoint.Write(_folder["blobs"], new SyntheticShape(), seed: 1);
        Directory.CreateDirectory(Input);
        foreach (var name in Names(_folder["blobs"]))
        {
            File.CreateSymbolicLink(Path.Combine(Input, name), Path.Combine("..", "blobs", name));
        }

        await ConvertAsync();

        var manifest = await ModelManifest.VerifyAsync(Output, TestContext.Current.CancellationToken);
        Assert.Equal(new FileInfo(_folder["blobs/model.safetensors"]).Length, manifest.Source.Single(file => file.Name == "model.safetensors").Length);
    }

    [Fact]
    public async Task ConvertAsync_Progress_RisesToTheTotal()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        var reports = new List<ConversionProgress>();

        await CheckpointConverter.ConvertAsync(Input, Output, null, new DirectProgress(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal(reports.Select(report => report.BytesDone), reports.Select(report => report.BytesDone).Order());
        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesDone);
        Assert.Contains(reports, report => report.Item == "model.layers.1.mlp.down_proj.weight");
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("engine.onnx")]
    [InlineData("model.layers.0.mlp.up_proj.weight")]
    [InlineData("lm_head.weight")]
    [InlineData("internlm3.manifest.json")]
    public async Task ConvertAsync_CancelledAtAnyItem_LeavesNothing(string item)
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        using var cancellation = new CancellationTokenSource();
        var progress = new DirectProgress(report =>
        {
            if (report.Item == item)
            {
                cancellation.Cancel();
            }
        });

        // The last report of a conversion is the manifest's: what is cancelled there was complete, and is there.
        var conversion = CheckpointConverter.ConvertAsync(Input, Output, null, progress, cancellation.Token);
        if (item == ModelFolder.Manifest)
        {
            await conversion;
            ModelManifest.Check(Output);
        }
        else
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversion);
            Assert.Equal(["checkpoint"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        }
    }

    [Fact]
    public async Task ConvertAsync_CancelledInsideATensor_StopsBeforeItsEnd()
    {
        // The embedding is 4 MiB: four chunks.
        SyntheticCheckpoint.Write(Input, new SyntheticShape { Vocabulary = 4096, Hidden = 256, Layers = 1, TieWordEmbeddings = true }, seed: 1, "F16");
        using var cancellation = new CancellationTokenSource();
        var chunks = 0;
        var progress = new DirectProgress(report =>
        {
            if (report.Item == "model.embed_tokens.weight" && ++chunks == 2)
            {
                cancellation.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckpointConverter.ConvertAsync(Input, Output, null, progress, cancellation.Token));

        Assert.Equal(2, chunks);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task ConvertAsync_EmptyOutputFolder_IsUsed()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        Directory.CreateDirectory(Output);

        await CheckpointConverter.ConvertAsync(Input, Output + Path.DirectorySeparatorChar, cancellationToken: TestContext.Current.CancellationToken);

        ModelManifest.Check(Output);
    }

    [Fact]
    public async Task ConvertAsync_OutputFolderWithFiles_IsRefusedAndKept()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Output, "mine.txt"), "mine");

        var error = await Assert.ThrowsAsync<InternLM3Exception>(ConvertAsync);

        Assert.Contains("not an empty folder", error.Message, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Names(Output));
    }

    [Fact]
    public async Task ConvertAsync_ParentIsAFile_FailsWithAnErrorOfOurs()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        File.WriteAllText(_folder["file"], "");

        var error = await Assert.ThrowsAsync<InternLM3Exception>(() => CheckpointConverter.ConvertAsync(Input, _folder["file/model"]));

        Assert.Contains("failed", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.model")]
    [InlineData("tokenizer_config.json")]
    public async Task ConvertAsync_MissingFile_IsNamed(string name)
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        File.Delete(Path.Combine(Input, name));

        await AssertRefusedAsync($"{name}: is missing");
    }

    [Fact]
    public async Task ConvertAsync_AnotherModelFamily_IsNamedBeforeFilesItNeverHas()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        ChangeConfig(config => config["model_type"] = "llama");
        File.Delete(Path.Combine(Input, "tokenizer.model"));

        await AssertRefusedAsync("\"model_type\" is llama and must be internlm3");
    }

    [Fact]
    public async Task ConvertAsync_GgufFile_IsCalledOne()
    {
        Directory.CreateDirectory(Input);
        await File.WriteAllTextAsync(Path.Combine(Input, "model.gguf"), "GGUF");

        await AssertRefusedAsync("model.gguf: is a GGUF file");
    }

    [Fact]
    public async Task ConvertAsync_NoSuchFolder_IsRefused() => await AssertRefusedAsync("is no folder");

    [Fact]
    public async Task ConvertAsync_MissingTensor_IsNamed()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        ChangeConfig(config => config["num_hidden_layers"] = 3);

        await AssertRefusedAsync("tensor model.layers.2.input_layernorm.weight is missing");
    }

    [Fact]
    public async Task ConvertAsync_LayerTheConfigLacks_IsNamed()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        ChangeConfig(config => config["num_hidden_layers"] = 1);

        await AssertRefusedAsync("tensor model.layers.1.input_layernorm.weight is not part");
    }

    [Fact]
    public async Task ConvertAsync_TensorOfAnotherShape_IsNamed()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        ChangeConfig(config => config["intermediate_size"] = 81);

        await AssertRefusedAsync("tensor model.layers.0.mlp.gate_proj.weight has the shape [80, 48] and config.json asks for [81, 48]");
    }

    [Theory]
    [InlineData("model.layers.0.self_attn.q_proj.bias")]
    [InlineData("model.layers.0.self_attn.q_norm.weight")]
    public async Task ConvertAsync_TensorOfAnotherArchitecture_IsNamed(string name)
    {
        WriteWith((name, "F32", [64], new byte[256]));

        await AssertRefusedAsync($"tensor {name} is not part of this architecture");
    }

    [Fact]
    public async Task ConvertAsync_TokenizerConfig_KeepsEverythingButTheClass()
    {
        await CheckpointConverter.ConvertAsync(Tiny.InternLM3Tiny.CheckpointPath, Output, cancellationToken: TestContext.Current.CancellationToken);
        var before = JsonNode.Parse(File.ReadAllText(Path.Combine(Tiny.InternLM3Tiny.CheckpointPath, "tokenizer_config.json")))!.AsObject();
        var after = JsonNode.Parse(File.ReadAllText(Path.Combine(Output, "tokenizer_config.json")))!.AsObject();

        Assert.Equal("LlamaTokenizer", after["tokenizer_class"]!.GetValue<string>());
        before["tokenizer_class"] = "LlamaTokenizer";
        Assert.True(JsonNode.DeepEquals(before, after));
        Assert.Equal(Tokenizer.Load(Tiny.InternLM3Tiny.CheckpointPath).AddedTokens, Tokenizer.Load(Output).AddedTokens);
    }

    [Fact]
    public async Task ConvertAsync_TokenizerLargerThanTheVocabulary_IsRefused()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        SyntheticCheckpoint.Write(_folder["other"], new SyntheticShape { Vocabulary = 330 }, seed: 1);
        File.Copy(_folder["other/tokenizer.model"], Path.Combine(Input, "tokenizer.model"), overwrite: true);
        File.Copy(_folder["other/tokenizer_config.json"], Path.Combine(Input, "tokenizer_config.json"), overwrite: true);

        await AssertRefusedAsync("has 330 tokens with the added ones and config.json's vocab_size is 320");
    }

    [Fact]
    public async Task ConvertAsync_AnotherArchitecture_IsRefusedByName()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        ChangeConfig(config => config["model_type"] = "llama");

        await AssertRefusedAsync("\"model_type\" is llama and must be internlm3");
    }

    [Fact]
    public async Task ConvertAsync_NumberAboveTheRangeOfFp16_IsRefusedThereAlone()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        var path = Path.Combine(Input, "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), 1e6f);
        File.WriteAllBytes(path, bytes);

        var error = await Assert.ThrowsAsync<ModelFormatException>(() => ConvertAsync(new ConversionOptions { Precision = WeightPrecision.Fp16 }));
        Assert.Contains("holds 1000000, which fp16 cannot", error.Message, StringComparison.Ordinal);
        await ConvertAsync(new ConversionOptions { Precision = WeightPrecision.Int4 });
        ModelManifest.Check(Output);
    }

    [Fact]
    public async Task ConvertAsync_NumberThatIsNone_IsNotQuantised()
    {
        SyntheticCheckpoint.Write(Input, new SyntheticShape(), seed: 1);
        var path = Path.Combine(Input, "model.safetensors");
        var bytes = File.ReadAllBytes(path);
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), float.NaN);
        File.WriteAllBytes(path, bytes);

        var error = await Assert.ThrowsAsync<ModelFormatException>(() => ConvertAsync(new ConversionOptions { Precision = WeightPrecision.Int8 }));

        Assert.Contains("tensor lm_head.weight holds NaN, which cannot be quantised", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_RotaryFrequencies_AreIgnored()
    {
        WriteWith(("model.layers.0.self_attn.rotary_emb.inv_freq", "F32", [8], new byte[32]));

        await ConvertAsync();

        ModelManifest.Check(Output);
    }

    [Fact]
    public async Task ConvertAsync_WeightsOfAnotherType_AreRefused()
    {
        var shape = new SyntheticShape();
        SyntheticCheckpoint.Write(Input, shape, seed: 1);
        SafetensorsWriter.Write(
            Path.Combine(Input, "model.safetensors"),
            SyntheticCheckpoint.Tensors(shape, 1).Select(tensor => (tensor.Name, "I32", tensor.Shape, new byte[tensor.Numbers.Length * 4])));

        await AssertRefusedAsync("tensor model.embed_tokens.weight has dtype I32");
    }

    [Fact]
    public async Task ConvertAsync_WeightsFile_HoldsTheTensorsAligned()
    {
        var shape = new SyntheticShape { Layers = 1 };
        SyntheticCheckpoint.Write(Input, shape, seed: 1);

        await ConvertAsync();

        var weights = File.ReadAllBytes(Path.Combine(Output, "model.onnx.data"));
        var offset = 0;
        foreach (var (_, _, numbers) in SyntheticCheckpoint.Tensors(shape, seed: 1))
        {
            Assert.Equal(SafetensorsWriter.Encode(numbers, "F32"), weights[offset..(offset + (numbers.Length * 4))]);
            offset = (offset + (numbers.Length * 4) + 4095) / 4096 * 4096;
        }
    }

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private Task ConvertAsync() => ConvertAsync(new ConversionOptions());

    private Task ConvertAsync(ConversionOptions options) =>
        CheckpointConverter.ConvertAsync(Input, Output, options, cancellationToken: TestContext.Current.CancellationToken);

    private void ChangeConfig(Action<JsonObject> change)
    {
        var path = Path.Combine(Input, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(config);
        File.WriteAllText(path, config.ToJsonString());
    }

    private void WriteWith((string Name, string Type, long[] Shape, byte[] Data) more)
    {
        var shape = new SyntheticShape();
        SyntheticCheckpoint.Write(Input, shape, seed: 1);
        SafetensorsWriter.Write(
            Path.Combine(Input, "model.safetensors"),
            SyntheticCheckpoint.Tensors(shape, 1).Select(tensor => (tensor.Name, "F32", tensor.Shape, SafetensorsWriter.Encode(tensor.Numbers, "F32"))).Append(more));
    }

    private async Task AssertRefusedAsync(string problem)
    {
        var error = await Assert.ThrowsAsync<ModelFormatException>(ConvertAsync);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output));
    }
}
