using System.Text.Json;
using InternLM3.Configuration;
using InternLM3.Tokenization;

namespace InternLM3.Conversion;

/// <summary>The tokenizer files a model folder has besides the checkpoint's own.</summary>
/// <param name="folder">The checkpoint.</param>
internal sealed class TokenizerFiles(string folder)
{
    // ONNX Runtime GenAI has a closed list of classes, without InternLM3Tokenizer; this is the one it treats as SentencePiece BPE.
    private const string KnownClass = "LlamaTokenizer";

    private readonly string _configPath = Path.Combine(folder, ModelFolder.TokenizerConfig);

    /// <summary>Returns <c>tokenizer.json</c>, made from the tokenizer.</summary>
    public byte[] Json(Tokenizer tokenizer) => tokenizer.ToJson(ConfigFile.Read(_configPath).FindBoolean("add_bos_token") ?? true);

    /// <summary>
    /// Returns <c>tokenizer_config.json</c> with a <c>tokenizer_class</c> other runtimes know; everything else is the checkpoint's.
    /// </summary>
    public byte[] Config()
    {
        const string Key = "tokenizer_class";
        try
        {
            using var stream = File.OpenRead(_configPath);
            using var document = JsonDocument.Parse(stream);
            return JsonFile.Write(writer =>
            {
                foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name != Key))
                {
                    property.WriteTo(writer);
                }

                writer.WriteString(Key, KnownClass);
            });
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            // JsonDocument checks strings only when they are read.
            throw new ModelFormatException(_configPath, $"is not valid JSON ({e.Message}); download it again.", e);
        }
    }
}
