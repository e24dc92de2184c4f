namespace InternLM3.Loading;

/// <summary>A model that is there, or will be loaded once, however many callers ask at the same time.</summary>
/// <typeparam name="TModel">What is loaded.</typeparam>
internal sealed class ModelSource<TModel> : IAsyncDisposable
    where TModel : class, IAsyncDisposable
{
    private readonly object _client;
    private readonly Func<Task<TModel>>? _load;
    private readonly Lock _lock = new();
    private readonly bool _owned;
    private Task<TModel>? _model;
    private bool _disposed;

    /// <summary>A model that is there.</summary>
    /// <param name="client">Who asks; what a use after disposal names.</param>
    /// <param name="model">The model.</param>
    /// <param name="owned">Whether it is disposed with this.</param>
    public ModelSource(object client, TModel model, bool owned)
    {
        _client = client;
        _model = Task.FromResult(model);
        _owned = owned;
    }

    /// <summary>A model to load when it is first asked for; it is owned.</summary>
    /// <param name="client">Who asks; what a use after disposal names.</param>
    /// <param name="load">Loads it.</param>
    public ModelSource(object client, Func<Task<TModel>> load)
    {
        _client = client;
        _load = load;
        _owned = true;
    }

    /// <summary>The model, if it is loaded.</summary>
    public TModel? Loaded => _model is { IsCompletedSuccessfully: true } model ? model.Result : null;

    /// <summary>The model. A load that failed is tried again by the next caller; a caller that gives up does not end the load.</summary>
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

    /// <summary>Closes the model when it is owned. Safe to call more than once.</summary>
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
