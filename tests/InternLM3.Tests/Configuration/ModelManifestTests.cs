using System.Text;
using InternLM3.Configuration;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Configuration;

public sealed class ModelManifestTests : IDisposable
{
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private readonly TemporaryFolder _folder = new();

    public ModelManifestTests()
    {
        File.WriteAllText(_folder["engine.onnx"], "abc");
        File.WriteAllBytes(_folder[ModelFolder.Manifest], new ModelManifest
        {
            ConverterVersion = "1.2.3",
            Precision = "fp32",
            Target = "cpu",
            Settings = new Dictionary<string, string> { ["block_size"] = "32" },
            Source = [new ManifestFile("model.safetensors", 5_000_000_000, HashOfAbc)],
            Files = [new ManifestFile("engine.onnx", 3, HashOfAbc)],
        }.ToJson());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var manifest = ModelManifest.Check(_folder.Path);

        Assert.Equal(("1.2.3", "fp32", "cpu"), (manifest.ConverterVersion, manifest.Precision, manifest.Target));
        Assert.Equal([new("block_size", "32")], manifest.Settings);
        Assert.Equal([new ManifestFile("model.safetensors", 5_000_000_000, HashOfAbc)], manifest.Source);
        Assert.Equal([new ManifestFile("engine.onnx", 3, HashOfAbc)], manifest.Files);
        Assert.Equal(File.ReadAllBytes(_folder[ModelFolder.Manifest]), manifest.ToJson());
    }

    [Fact]
    public void Check_NoManifest_IsRefused() => AssertRefused(() => File.Delete(_folder[ModelFolder.Manifest]), "its conversion was interrupted");

    [Fact]
    public void Check_CutManifest_IsRefused() =>
        AssertRefused(() => File.WriteAllBytes(_folder[ModelFolder.Manifest], File.ReadAllBytes(_folder[ModelFolder.Manifest])[..^5]), "not valid JSON");

    [Theory]
    [InlineData("\"format_version\": 2", "\"format_version\": 3", "\"format_version\" is 3 and this version of the library reads 2")]
    [InlineData("\"format_version\": 2", "\"version\": 2", "\"format_version\" is missing")]
    [InlineData("\"precision\"", "\"other\"", "\"precision\" is missing")]
    [InlineData("\"settings\"", "\"other\"", "\"settings\" must be an object")]
    [InlineData("\"32\"", "32", "which is no text")]
    [InlineData("\"files\"", "\"other\"", "\"files\" must be a list")]
    [InlineData("\"bytes\": 3", "\"bytes\": \"3\"", "no file with name, bytes and sha256")]
    [InlineData("\"name\": \"engine.onnx\"", "\"name\": \"../engine.onnx\"", "no file with name, bytes and sha256")]
    [InlineData("\"name\": \"engine.onnx\"", "\"name\": \"\\ud800\"", "not valid Unicode")]
    [InlineData("\"precision\": \"fp32\"", "\"precision\": \"\\ud800\"", "not valid Unicode")]
    public void Check_WrongManifest_IsRefused(string before, string after, string problem) =>
        AssertRefused(
            () => File.WriteAllText(_folder[ModelFolder.Manifest], File.ReadAllText(_folder[ModelFolder.Manifest]).Replace(before, after, StringComparison.Ordinal)),
            problem);

    [Fact]
    public void Check_MissingFile_IsRefused() => AssertRefused(() => File.Delete(_folder["engine.onnx"]), "engine.onnx: is missing");

    [Fact]
    public void Check_CutFile_IsRefused() =>
        AssertRefused(() => File.WriteAllText(_folder["engine.onnx"], "ab"), "engine.onnx: was cut: it has 2 bytes and the manifest says 3; convert");

    [Fact]
    public void Check_LongerFile_IsRefused() => AssertRefused(() => File.WriteAllText(_folder["engine.onnx"], "abcd"), "was changed: it has 4 bytes");

    [Fact]
    public async Task VerifyAsync_UnchangedFiles_Passes()
    {
        var manifest = await ModelManifest.VerifyAsync(_folder.Path, TestContext.Current.CancellationToken);

        Assert.Equal("fp32", manifest.Precision);
    }

    [Fact]
    public async Task VerifyAsync_ChangedFileOfTheSameSize_IsRefused()
    {
        File.WriteAllBytes(_folder["engine.onnx"], Encoding.ASCII.GetBytes("abd"));
        ModelManifest.Check(_folder.Path);

        var error = await Assert.ThrowsAsync<ModelFormatException>(() => ModelManifest.VerifyAsync(_folder.Path, TestContext.Current.CancellationToken));

        Assert.Contains("was changed: its SHA-256 is", error.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(Action damage, string problem)
    {
        damage();
        var error = Assert.Throws<ModelFormatException>(() => ModelManifest.Check(_folder.Path));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
