using Microsoft.Extensions.DependencyInjection;

namespace InternLM3.DependencyInjection;

/// <summary>The key under which the client of one path and options is registered; equal ones share a loaded model.</summary>
internal sealed record InternLM3ModelKey(string Path, InternLM3Options Options)
{
    /// <summary>The shared client.</summary>
    public InternLM3ChatClient Resolve(IServiceProvider provider) => provider.GetRequiredKeyedService<InternLM3ChatClient>(this);
}
