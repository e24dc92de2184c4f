using InternLM3.Tests.Support;
using InternLM3.Tiny;

namespace InternLM3.Remote.Tests.Support;

/// <summary>InternLM3-Tiny, converted into a cache of its own.</summary>
public sealed class TinyOverHttp : ModelOverHttp
{
    private readonly TemporaryFolder _cache;

    public TinyOverHttp()
        : this(new TemporaryFolder())
    {
    }

    private TinyOverHttp(TemporaryFolder cache)
        : base(new InternLM3ChatClient(InternLM3Tiny.CheckpointPath, new InternLM3Options { CacheDirectory = cache.Path, ModelId = ModelId }))
        => _cache = cache;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _cache.Dispose();
    }
}
