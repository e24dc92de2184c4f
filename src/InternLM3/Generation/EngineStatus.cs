namespace InternLM3.Generation;

/// <summary>What an engine is doing at a moment.</summary>
/// <param name="Waiting">Requests in the queue.</param>
/// <param name="Running">Requests being computed.</param>
/// <param name="TokensUsed">Tokens whose keys and values are held, of running requests and of ended ones that may be reused.</param>
/// <param name="TokensCapacity">Tokens that can be held: sequences x context length.</param>
public readonly record struct EngineStatus(int Waiting, int Running, long TokensUsed, long TokensCapacity)
{
    /// <summary>Whether the model is in memory; false after <see cref="EngineOptions.IdleUnload"/> until the next request.</summary>
    public bool IsLoaded { get; init; } = true;
}
