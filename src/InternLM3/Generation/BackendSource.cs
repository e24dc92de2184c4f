using System.Diagnostics;

namespace InternLM3.Generation;

/// <summary>
/// The backend of an engine, which may be closed while it is idle and is then opened again. Used by the engine's worker alone, except for
/// <see cref="IsLoaded"/> and <see cref="Capabilities"/>.
/// </summary>
/// <param name="first">The backend the engine begins with.</param>
/// <param name="reopen">Opens a backend like it; null when it is never closed.</param>
internal sealed class BackendSource(IModelBackend first, Func<IModelBackend>? reopen) : IDisposable
{
    private IModelBackend? _current = first;

    /// <summary>What the backend can do; that of one opened again is the same.</summary>
    public BackendCapabilities Capabilities { get; } = first.Capabilities;

    /// <summary>Whether it is open.</summary>
    public bool IsLoaded => Volatile.Read(ref _current) is not null;

    /// <summary>The open backend.</summary>
    public IModelBackend Current => _current!;

    /// <summary>Returns the open backend; opens it first where it is closed.</summary>
    public IModelBackend Load()
    {
        if (_current is null)
        {
            var start = Stopwatch.GetTimestamp();
            Volatile.Write(ref _current, reopen!());
            EngineDiagnostics.Reloaded(Stopwatch.GetElapsedTime(start));
        }

        return _current!;
    }

    /// <summary>Closes it until <see cref="Load"/>.</summary>
    public void Unload()
    {
        _current?.Dispose();
        Volatile.Write(ref _current, null);
        EngineDiagnostics.Unloaded();
    }

    /// <summary>Closes it for good.</summary>
    public void Dispose() => _current?.Dispose();
}
