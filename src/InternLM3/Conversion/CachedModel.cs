namespace InternLM3.Conversion;

/// <summary>A model folder in use; one of the cache is not pruned until this is disposed.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Use">The share of the folder's use file, or null outside of the cache.</param>
internal sealed record CachedModel(string Folder, IDisposable? Use) : IDisposable
{
    /// <summary>Gives the folder free.</summary>
    public void Dispose() => Use?.Dispose();
}
