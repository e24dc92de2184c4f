using InternLM3.Conformance.Support;
using InternLM3.Tests.Support;
using InternLM3.Tiny;

[assembly: AssemblyFixture(typeof(TinyModel))]

namespace InternLM3.Conformance.Support;

/// <summary>
/// InternLM3-Tiny, converted into a cache of its own and loaded once for all tests, which share it; on a GPU, and on nothing else, where
/// <c>INTERNLM3_TEST_DEVICE</c> is <c>cuda</c>.
/// </summary>
public sealed class TinyModel : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();

    /// <summary>The loaded model; tests must not dispose it.</summary>
    public InternLM3Model Model { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Model = await InternLM3Model.LoadAsync(InternLM3Tiny.CheckpointPath, new InternLM3Options { CacheDirectory = _cache.Path, RequireGpu = Environment.GetEnvironmentVariable("INTERNLM3_TEST_DEVICE") == "cuda" });

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        _cache.Dispose();
    }
}
