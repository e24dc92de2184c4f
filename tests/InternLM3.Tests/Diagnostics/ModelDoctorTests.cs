using System.Text.Json.Nodes;
using InternLM3.Configuration;
using InternLM3.Diagnostics;
using InternLM3.Download;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Tests.Diagnostics;

public sealed class ModelDoctorTests(TinyModel tiny) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExamineAsync_NoModel_SaysWhatTheMachineHas()
    {
        var report = await ModelDoctor.ExamineAsync(null, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.WouldLoad);
        Assert.Equal(["system", "ONNX Runtime", "device", "processor", "memory"], report.Findings.Where(finding => finding.Severity == FindingSeverity.Good).Select(finding => finding.Subject));
        Assert.Contains("CPUExecutionProvider", Single(report, "ONNX Runtime").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExamineAsync_SmallModelsFolder_IsGoodThroughout()
    {
        var report = await ModelDoctor.ExamineAsync(tiny.Folder, cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain(report.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal("every file is what the manifest says", Single(report, "hashes").Message);
        Assert.Equal("2 </s>, 2041 <|im_end|>", Single(report, "stop tokens").Message);
        Assert.StartsWith("<|im_start|> 2040, <|im_end|> 2041, <|action_start|> 2042,", Single(report, "special tokens").Message, StringComparison.Ordinal);
        Assert.Equal("base 100000 up to 4096 positions, dynamic NTK with factor 6 beyond", Single(report, "rope").Message);
        Assert.Equal("the published one, as this library renders it", Single(report, "chat template").Message);
        // 2 x 6 layers x 2 heads x 64 x 4 bytes.
        Assert.Contains("6144 bytes of keys and values a token", report.Findings.Last(finding => finding.Subject == "memory").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExamineAsync_Checkpoint_SaysWhatTheFirstLoadConverts()
    {
        var report = await ExamineAsync(Checkpoint());

        Assert.True(report.WouldLoad);
        Assert.StartsWith("the first load converts to fp32, 0.02 GB in ", Single(report, "conversion").Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Damages => [.. s_damages.Keys];

    private static readonly Dictionary<string, (Action<string> Damage, string Problem)> s_damages = new()
    {
        ["no configuration"] = (folder => File.Delete(Path.Combine(folder, "config.json")), "is missing; download the whole checkpoint"),
        ["no tokenizer"] = (folder => File.Delete(Path.Combine(folder, "tokenizer.model")), "is missing; download the whole checkpoint"),
        ["no weights"] = (folder => File.Delete(Path.Combine(folder, "model.safetensors")), "is missing; download the whole checkpoint"),
        ["cut weights"] = (folder => Write(folder, "model.safetensors", bytes => bytes[..^1]), "model.safetensors"),
        ["another model"] = (folder => Edit(folder, "config.json", config => config["model_type"] = "internlm2"), "\"model_type\" is internlm2 and must be internlm3"),
        ["heads that do not divide"] = (folder => Edit(folder, "config.json", config => config["num_key_value_heads"] = 3), "does not divide num_attention_heads"),
        ["rope types that contradict"] = (folder => Edit(folder, "config.json", config => config["rope_scaling"]!["type"] = "linear"), "says rope_type dynamic and type linear"),
        ["fewer rows than tokens"] = (folder => Edit(folder, "config.json", config => config["vocab_size"] = 2000), "rows"),
        ["a layer more"] = (folder => Edit(folder, "config.json", config => config["num_hidden_layers"] = 7), "tensor model.layers.6.input_layernorm.weight is missing"),
        ["a stop token beyond the rows"] = (folder => Edit(folder, "generation_config.json", config => config["eos_token_id"] = 92542), "names 92542 as a stop token"),
        ["no end of message"] = (folder => Edit(folder, "tokenizer_config.json", config => config["added_tokens_decoder"]!.AsObject().Remove("2041")), "names no token <|im_end|>"),
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ExamineAsync_DamagedCheckpoint_SaysWhatALoadWouldFailOf(string damage)
    {
        var checkpoint = Checkpoint();
        s_damages[damage].Damage(checkpoint);

        var report = await ExamineAsync(checkpoint);

        Assert.False(report.WouldLoad);
        Assert.Contains(report.Findings, finding => finding.Severity == FindingSeverity.Error && finding.Message.Contains(s_damages[damage].Problem, StringComparison.Ordinal));
        await Assert.ThrowsAsync<ModelFormatException>(() => InternLM3Model.LoadAsync(checkpoint, Options(), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ExamineAsync_WhatIsOddButWorks_IsAWarning()
    {
        var checkpoint = Checkpoint();
        Edit(checkpoint, "generation_config.json", config => config["eos_token_id"] = 2);
        Edit(checkpoint, "config.json", config => config["bos_token_id"] = 5);
        Edit(checkpoint, "tokenizer_config.json", config =>
        {
            config["chat_template"] = "{{ messages }}";
            config["added_tokens_decoder"]!["2044"]!["content"] = "<|other|>";
        });

        var report = await ExamineAsync(checkpoint);

        Assert.True(report.WouldLoad);
        Assert.Equal(
            ["chat template", "special tokens", "special tokens", "stop tokens"],
            report.Findings.Where(finding => finding.Severity == FindingSeverity.Warning && finding.Subject != "memory").Select(finding => finding.Subject).Order(StringComparer.Ordinal));
        await using var model = await InternLM3Model.LoadAsync(checkpoint, Options(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([2, 2041], model.StopTokens);
    }

    [Fact]
    public async Task ExamineAsync_ChangedByte_IsFoundByItsHashAndByNothingQuicker()
    {
        var folder = ModelFolderCopy();
        Write(folder, ModelFolder.Weights, bytes =>
        {
            bytes[^1] ^= 1;
            return bytes;
        });

        Assert.True((await ExamineAsync(folder, readHashes: false)).WouldLoad);
        var report = await ExamineAsync(folder);
        Assert.False(report.WouldLoad);
        Assert.Contains("was changed: its SHA-256 is", Single(report, "hashes").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExamineAsync_FolderOfAnotherFormat_NamesTheCommand()
    {
        var folder = ModelFolderCopy();
        var manifest = Path.Combine(folder, ModelFolder.Manifest);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"format_version\": 2", "\"format_version\": 1", StringComparison.Ordinal));

        var report = await ExamineAsync(folder);

        Assert.False(report.WouldLoad);
        Assert.Contains("convert the checkpoint again with `internlm3 convert`", Single(report, "files").Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ModelFormatException>(() => InternLM3Model.LoadAsync(folder, Options(), cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ExamineAsync_ContextBeyondTheMemory_IsAnErrorAndSoIsTheLoad()
    {
        var options = Options() with { ContextLength = int.MaxValue, MaxConcurrentSequences = 1 };

        var report = await ModelDoctor.ExamineAsync(tiny.Folder, options, readHashes: false, TestContext.Current.CancellationToken);

        Assert.False(report.WouldLoad);
        Assert.Contains("lower ContextLength", Assert.Single(report.Findings, finding => finding.Severity == FindingSeverity.Error).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InternLM3Exception>(() => InternLM3Model.LoadAsync(tiny.Folder, options, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ExamineAsync_Repository_IsVerifiedWithoutNetworkOrItsCommandNamed()
    {
        const string Repository = "internlm/internlm3-8b-instruct";
        using var hub = ImitationHub.OfTiny();
        var options = Options() with { Download = new DownloadOptions { Endpoint = hub.Address, CacheDirectory = _folder["模型 hub"], Offline = false, Token = "unused" } };
        var before = await ModelDoctor.ExamineAsync(Repository, options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains($"internlm3 pull {Repository}", Single(before, "model").Message, StringComparison.Ordinal);
        Assert.False(before.WouldLoad);
        using (var downloader = new ModelDownloader(options.Download))
        {
            await downloader.DownloadAsync(Repository, null, TestContext.Current.CancellationToken);
        }

        hub.Requests.Clear();
        var report = await ModelDoctor.ExamineAsync(Repository, options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.WouldLoad, string.Join('\n', report.Findings));
        Assert.Equal("6 files are what the hub has", Single(report, "hashes").Message);
        Assert.Empty(hub.Requests);
    }

    private static Finding Single(ModelReport report, string subject) => report.Findings.First(finding => finding.Subject == subject);

    private static void Edit(string folder, string file, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject();
        edit(json);
        File.WriteAllText(Path.Combine(folder, file), json.ToJsonString());
    }

    private static void Write(string folder, string file, Func<byte[], byte[]> change) =>
        File.WriteAllBytes(Path.Combine(folder, file), change(File.ReadAllBytes(Path.Combine(folder, file))));

    private Task<ModelReport> ExamineAsync(string folder, bool readHashes = true) => ModelDoctor.ExamineAsync(folder, Options(), readHashes, TestContext.Current.CancellationToken);

    private InternLM3Options Options() => new() { CacheDirectory = _folder["cache"] };

    private string Checkpoint() => CopyOf(InternLM3Tiny.CheckpointPath);

    private string ModelFolderCopy() => CopyOf(tiny.Folder);

    private string CopyOf(string source)
    {
        var folder = _folder["模型 copy"];
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return folder;
    }
}
