namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>How much is measured.</summary>
internal sealed record Workload
{
    /// <summary>Rounds; each runs ours and the yardstick, in turns first.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Prompt lengths of the prefill.</summary>
    public IReadOnlyList<int> Prompts { get; init; } = [128, 512, 2_048];

    /// <summary>Numbers of streams that decode together.</summary>
    public IReadOnlyList<int> Streams { get; init; } = [1, 2, 4, 8, 16];

    /// <summary>Tokens of the prompt of a stream.</summary>
    public int StreamPrompt { get; init; } = 64;

    /// <summary>Tokens a stream generates; with more than four streams half of it, with more than eight a quarter.</summary>
    public int NewTokens { get; init; } = 128;

    /// <summary>Tokens of the history before the last turn.</summary>
    public int History { get; init; } = 2_000;

    /// <summary>Turns of a conversation.</summary>
    public int Turns { get; init; } = 10;

    /// <summary>Tokens of the last turn's message.</summary>
    public int TurnTokens { get; init; } = 30;

    /// <summary>Tokens of an answer inside the conversation.</summary>
    public int ReplyTokens { get; init; } = 48;

    /// <summary>Tokens of a system prompt that conversations share.</summary>
    public int SharedSystem { get; init; } = 500;

    /// <summary>Streams that run while a long prompt prefills.</summary>
    public int StalledStreams { get; init; } = 3;

    /// <summary>Prompt tokens of one step, as the engine's default is.</summary>
    public int ChunkSize { get; init; } = 256;

    /// <summary>Tokens a sequence can hold: the longest prompt, its answer and the template.</summary>
    public int Context => Math.Max(Prompts.Max(), History + 256) + NewTokens + 128;

    /// <summary>Everything, small: for tests that the command works.</summary>
    public static Workload Small { get; } = new()
    {
        Rounds = 1, Prompts = [32, 64], Streams = [1, 2, 8], StreamPrompt = 24, NewTokens = 8, History = 160, Turns = 3, ReplyTokens = 8, TurnTokens = 10, SharedSystem = 64,
    };

    /// <summary>Tokens a stream generates when so many decode together.</summary>
    public int NewTokensOf(int streams) => streams > 8 ? NewTokens / 4 : streams > 4 ? NewTokens / 2 : NewTokens;
}
