namespace InternLM3.Loading;

/// <summary>A model that is there, or will be loaded once, however many callers ask at the same time.</summary>
internal sealed class ModelSource : IAsyncDisposable
{
    private readonly Func<Task<InternLM3Model>>? _load;
    private readonly Lock _lock = new();
    private readonly bool _owned;
    private Task<InternLM3Model>? _model;
    private bool _disposed;

    /// <summary>A model that is there.</summary>
    public ModelSource(InternLM3Model model, bool owned)
    {
        _model = Task.FromResult(model);
        _owned = owned;
    }

    /// <summary>A model to load when it is first asked for; it is owned.</summary>
    public ModelSource(Func<Task<InternLM3Model>> load)
    {
        _load = load;
        _owned = true;
    }

    /// <summary>The model, if it is loaded.</summary>
    public InternLM3Model? Loaded => _model is { IsCompletedSuccessfully: true } model ? model.Result : null;

    /// <summary>The model. A load that failed is tried again by the next caller; a caller that gives up does not end the load.</summary>
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

    /// <summary>Closes the model when it is owned. Safe to call more than once.</summary>
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
