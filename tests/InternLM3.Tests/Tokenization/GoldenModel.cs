using System.IO.Compression;
using InternLM3.Tests.Support;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

/// <summary>The small SentencePiece models in Goldens, made by its make.sh, with what SentencePiece 0.1.97 gave for them.</summary>
public static class GoldenModel
{
    /// <summary>Gives the two role tokens ids past every piece, as a checkpoint does.</summary>
    public const string Config =
        """{"added_tokens_decoder": {"5000": {"content": "<|im_start|>", "special": true}, "5001": {"content": "<|im_end|>", "special": true}}}""";

    /// <summary>The models' names.</summary>
    public static TheoryData<string> Names => new(["nmt_nfkc", "nfkc_cf", "symbols", "suffix", "unused", "noescape"]);

    /// <summary>A model's file.</summary>
    public static byte[] Bytes(string name) => Read($"{name}.model");

    /// <summary>A model with <see cref="Config"/>.</summary>
    public static Tokenizer Load(string name) => Load(Bytes(name));

    /// <summary>A tokenizer from the bytes of its two files.</summary>
    public static Tokenizer Load(byte[] model, string config = Config)
    {
        using var folder = new TemporaryFolder();
        Write(folder, model, config);
        return Tokenizer.Load(folder.Path);
    }

    /// <summary>Writes a tokenizer's two files.</summary>
    public static void Write(TemporaryFolder folder, byte[] model, string config = Config)
    {
        File.WriteAllBytes(folder["tokenizer.model"], model);
        File.WriteAllText(folder["tokenizer_config.json"], config);
    }

    /// <summary>The lines of a golden text file; only a line feed ends one.</summary>
    public static string[] Lines(string name) => System.Text.Encoding.UTF8.GetString(Read(name)).TrimEnd('\n').Split('\n');

    private static byte[] Read(string name)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Tokenization", "Goldens", $"{name}.gz"));
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
