namespace InternLM3.Loading;

/// <summary>A model that is loaded already, or on first use: once, however many callers ask at the same time.</summary>
internal sealed class ModelSource : IAsyncDisposable
{
    private readonly Func<Task<InternLM3Model>>? _load;
    private readonly Lock _lock = new();
    private readonly bool _owned;
    private Task<InternLM3Model>? _model;
    private bool _disposed;

    /// <summary>Creates a source over a loaded model.</summary>
    public ModelSource(InternLM3Model model, bool owned)
    {
        _model = Task.FromResult(model);
        _owned = owned;
    }

    /// <summary>Creates a source that loads its model on first use and owns it.</summary>
    public ModelSource(Func<Task<InternLM3Model>> load)
    {
        _load = load;
        _owned = true;
    }

    /// <summary>The model, or null while it is not loaded.</summary>
    public InternLM3Model? Loaded => _model is { IsCompletedSuccessfully: true } model ? model.Result : null;

    /// <summary>Returns the model. A load that failed is tried again by the next caller; cancelling ends the wait, not the load.</summary>
    public Task<InternLM3Model> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(InternLM3ChatClient));
            if (_model is null || (_load is not null && _model.IsCompleted && !_model.IsCompletedSuccessfully))
            {
                _model = _load!();
            }

            return _model.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Disposes the model if it is owned. Safe to call more than once.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<InternLM3Model>? model;
        lock (_lock)
        {
            _disposed = true;
            model = _model;
        }

        if (_owned && model is not null)
        {
            await model.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (model.IsCompletedSuccessfully)
            {
                await (await model.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
