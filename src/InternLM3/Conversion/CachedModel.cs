namespace InternLM3.Conversion;

/// <summary>A model folder in use; one of the cache is not removed until this is disposed.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Use">The shared lock of the folder's use file, or null outside of the cache.</param>
internal sealed record CachedModel(string Folder, IDisposable? Use) : IDisposable
{
    /// <summary>Ends the use of the folder.</summary>
    public void Dispose() => Use?.Dispose();
}
