using InternLM3.Conversion;
using InternLM3.Tests.Conversion;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

[assembly: AssemblyFixture(typeof(TinyModel))]

namespace InternLM3.Tests.Support;

/// <summary>InternLM3-Tiny, converted and loaded once for all tests.</summary>
public sealed class TinyModel : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();

    /// <summary>The model folder.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The loaded model; tests share it and must not dispose it.</summary>
    public InternLM3Model Model { get; private set; } = null!;

    /// <summary>The prompt of one question, as the chat template has it, written out here once more.</summary>
    public int[] Prompt(string question)
    {
        const int Bos = 1, ImStart = 2040, ImEnd = 2041;
        var tokenizer = Model.Tokenizer;
        return [Bos, ImStart, .. tokenizer.Encode($"user\n{question}"), ImEnd, .. tokenizer.Encode("\n"), ImStart, .. tokenizer.Encode("assistant\n")];
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(ModelCacheTests.ChildFolderVariable) is not null)
        {
            return;
        }

        Folder = await ModelCache.GetOrConvertAsync(InternLM3Tiny.CheckpointPath, new ConversionOptions(), _cache.Path);
        Model = await InternLM3Model.LoadAsync(Folder, new InternLM3Options { ModelId = InternLM3Tiny.ModelId });
    }

    public async ValueTask DisposeAsync()
    {
        if (Folder.Length > 0)
        {
            await Model.DisposeAsync();
        }

        _cache.Dispose();
    }
}
