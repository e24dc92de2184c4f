namespace InternLM3.AspNetCore;

/// <summary>How the OpenAI-compatible endpoints answer. Immutable; checked once, when they are mapped.</summary>
public sealed record InternLM3OpenAIOptions
{
    /// <summary>The model's name in answers and in <c>/v1/models</c>. Default: <see cref="InternLM3Model.Id"/>.</summary>
    public string? ModelName { get; init; }

    /// <summary>Whether a request that names another model gets 404. Default false: any name is answered.</summary>
    public bool StrictModelName { get; init; }

    /// <summary>
    /// The accepted keys: a request must send one, as <c>Authorization: Bearer</c>. Default: none, and every request is answered.
    /// <c>/health</c> never needs one.
    /// </summary>
    public IReadOnlyCollection<string> ApiKeys { get; init; } = [];

    /// <summary>The key the client is registered under, or null for none.</summary>
    public object? ServiceKey { get; init; }

    /// <summary>The most bytes of a request's body; larger ones get 413. Default 4 MiB, some hundred times the default context.</summary>
    public long MaxRequestBytes { get; init; } = 4 << 20;

    /// <summary>The most messages of a request; more get 400. Default 2,048.</summary>
    public int MaxMessages { get; init; } = 2048;

    /// <summary>The most answers of one request, n times its prompts; more get 400. Default 128, LMDeploy's limit.</summary>
    public int MaxChoices { get; init; } = 128;

    /// <summary>The most requests that are answered at the same time; more get 429. Default: no limit but the engine's queue.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary>The wait an answer of 429 or 503 names, when the engine does not know better. Default 1 second.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long requests may go on once the application stops; then they end with an error of their own. Keep it under the host's
    /// ShutdownTimeout. Default 20 seconds.
    /// </summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks the values; the exception names the option.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(MaxRequestBytes > 0, nameof(MaxRequestBytes), MaxRequestBytes);
        Require(MaxMessages > 0, nameof(MaxMessages), MaxMessages);
        Require(MaxChoices > 0, nameof(MaxChoices), MaxChoices);
        Require(MaxConcurrentRequests is null or > 0, nameof(MaxConcurrentRequests), MaxConcurrentRequests);
        Require(RetryAfter > TimeSpan.Zero, nameof(RetryAfter), RetryAfter);
        Require(ShutdownGrace > TimeSpan.Zero, nameof(ShutdownGrace), ShutdownGrace);
        if (ApiKeys.Any(string.IsNullOrWhiteSpace))
        {
            throw new UnsupportedOptionException(nameof(ApiKeys), "one of them is empty; leave it out.");
        }

        if (ModelName is not null && string.IsNullOrWhiteSpace(ModelName))
        {
            throw new UnsupportedOptionException(nameof(ModelName), "is empty; leave it out or give a name.");
        }
    }

    private static void Require(bool holds, string option, object? value)
    {
        if (!holds)
        {
            throw new UnsupportedOptionException(option, FormattableString.Invariant($"must be above 0 and is {value}."));
        }
    }
}
