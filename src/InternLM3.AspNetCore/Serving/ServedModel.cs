using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Serving;

/// <summary>The client behind the endpoints and, once it is loaded, its model.</summary>
internal sealed class ServedModel
{
    private readonly InternLM3ChatClient _internLM3;
    private readonly InternLM3OpenAIOptions _options;
    private readonly ILogger _logger;
    private int _loading;

    /// <param name="client">The registered client, middleware included.</param>
    /// <param name="options">The options, for the model's name and the clock.</param>
    /// <param name="logger">Logs a load that failed.</param>
    /// <exception cref="InternLM3Exception">The client is not one of InternLM3's.</exception>
    public ServedModel(IChatClient client, InternLM3OpenAIOptions options, ILogger logger)
    {
        (Client, _options, _logger) = (client, options, logger);
        _internLM3 = client.GetService<InternLM3ChatClient>() ?? throw new InternLM3Exception(
            $"The registered chat client is a {client.GetType().Name} and no InternLM3 client: register one with AddInternLM3ChatClient.");
        Created = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>The client, middleware included.</summary>
    public IChatClient Client { get; }

    /// <summary>InternLM3's own client inside of it.</summary>
    public InternLM3ChatClient InternLM3 => _internLM3;

    /// <summary>When the endpoints were made, in Unix seconds.</summary>
    public long Created { get; }

    /// <summary>The model, or null while it is not loaded.</summary>
    public InternLM3Model? Loaded => _internLM3.GetService(typeof(InternLM3Model)) as InternLM3Model;

    /// <summary>The model's name.</summary>
    public string Name => _options.ModelName ?? Loaded?.Id ?? Client.GetService<ChatClientMetadata>()?.DefaultModelId ?? "internlm3";

    /// <summary>The model.</summary>
    /// <exception cref="RequestException">It is not loaded yet; the load has begun.</exception>
    public InternLM3Model Require()
    {
        if (Loaded is { } model)
        {
            return model;
        }

        BeginLoading();
        throw new RequestException(
            "The model is loading; ask again in a moment.", code: "model_loading", status: 503, type: "server_error");
    }

    /// <summary>Begins to load the model, unless a load runs. One that fails is logged, and tried again with the next request.</summary>
    public void BeginLoading()
    {
        if (Loaded is null && Interlocked.Exchange(ref _loading, 1) == 0)
        {
            _ = LoadAsync();
        }
    }

    /// <summary>Refuses another model's name, if the options say so.</summary>
    /// <exception cref="RequestException">The name is another one.</exception>
    public void RequireName(string? name)
    {
        if (_options.StrictModelName && name != Name)
        {
            throw NoSuchModel(name);
        }
    }

    /// <summary>The refusal of a model's name.</summary>
    public RequestException NoSuchModel(string? name) =>
        new($"The model '{name}' does not exist; this server has '{Name}'.", "model", "model_not_found", status: 404);

    private async Task LoadAsync()
    {
        try
        {
            await Task.Run(() => _internLM3.GetModelAsync()).ConfigureAwait(false);
        }
        catch (InternLM3Exception e)
        {
            // The message says what to do; the stack trace would not help.
            _logger.LogError("The model could not be loaded: {Message}", e.Message);
        }
#pragma warning disable CA1031 // Nobody awaits this: the log is the only place for the error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _logger.LogError(e, "The model could not be loaded: {Message}", e.Message);
        }
        finally
        {
            Volatile.Write(ref _loading, 0);
        }
    }
}
