namespace InternLM3.Loading;

/// <summary>A model that is loaded already, or on first use: once, however many callers ask at the same time.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
internal sealed class ModelSource<TModel> : IAsyncDisposable
    where TModel : class, IAsyncDisposable
{
    private readonly object _client;
    private readonly Func<Task<TModel>>? _load;
    private readonly Lock _lock = new();
    private readonly bool _owned;
    private Task<TModel>? _model;
    private bool _disposed;

    /// <summary>Creates a source over a loaded model.</summary>
    /// <param name="client">The object that a use after disposal is reported for.</param>
    /// <param name="model">The model.</param>
    /// <param name="owned">Whether the source disposes it.</param>
    public ModelSource(object client, TModel model, bool owned)
    {
        _client = client;
        _model = Task.FromResult(model);
        _owned = owned;
    }

    /// <summary>Creates a source that loads its model on first use and owns it.</summary>
    /// <param name="client">The object that a use after disposal is reported for.</param>
    /// <param name="load">Loads the model.</param>
    public ModelSource(object client, Func<Task<TModel>> load)
    {
        _client = client;
        _load = load;
        _owned = true;
    }

    /// <summary>The model, or null while it is not loaded.</summary>
    public TModel? Loaded => _model is { IsCompletedSuccessfully: true } model ? model.Result : null;

    /// <summary>Returns the model. A load that failed is tried again by the next caller; cancelling ends the wait, not the load.</summary>
    public Task<TModel> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, _client);
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
        Task<TModel>? model;
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
