namespace InternLM3.Download;

/// <summary>
/// How repositories are downloaded. Immutable; what is left out is read from the environment that Hugging Face's own tools read.
/// </summary>
public sealed record DownloadOptions
{
    /// <summary>The hub to download from. Default: Hugging Face.</summary>
    public ModelHub Hub { get; init; }

    /// <summary>
    /// The hub's address. Default: <c>HF_ENDPOINT</c>, else https://huggingface.co; for ModelScope <c>MODELSCOPE_ENDPOINT</c>, else
    /// https://modelscope.cn.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>
    /// The token, which is sent to the endpoint alone. Default: <c>HF_TOKEN</c>, else the file <c>HF_TOKEN_PATH</c> or <c>token</c> in
    /// <c>HF_HOME</c>; for ModelScope <c>MODELSCOPE_API_TOKEN</c>.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// Where downloads are kept. Default: <c>HF_HUB_CACHE</c>, else <c>hub</c> in <c>HF_HOME</c>, else
    /// <c>~/.cache/huggingface/hub</c>, in the layout that Hugging Face's own tools share; for ModelScope <c>modelscope</c> in the cache
    /// of converted models, in the same layout.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether the network must not be used. Default: <c>HF_HUB_OFFLINE</c>.</summary>
    public bool? Offline { get; init; }

    /// <summary>Ranges of one file fetched at once; two files are fetched at once. Each range takes 16 MiB of memory. Default 4.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>
    /// Times a request is tried again after a broken connection, a stall, 408, 429 or 5xx, without progress in between. Default 5.
    /// </summary>
    public int MaxRetries { get; init; } = 5;

    /// <summary>A connection over which less than 4 KiB arrive in this time is given up and opened again. Default 30 seconds.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of waits and rates. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Throws when a value cannot work, and names the option.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(nameof(Hub), Enum.IsDefined(Hub), $"{Hub} is no {nameof(ModelHub)}.");
        Require(
            nameof(Endpoint),
            Endpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" },
            $"must be an http or https address and is {Endpoint}.");
        Require(nameof(Connections), Connections is > 0 and <= 32, $"must be from 1 to 32 and is {Connections}.");
        Require(nameof(MaxRetries), MaxRetries >= 0, $"must not be negative and is {MaxRetries}.");
        Require(nameof(StallTimeout), StallTimeout > TimeSpan.Zero, $"must be above 0 and is {StallTimeout}.");
    }

    /// <summary>Describes the options without the token.</summary>
    public override string ToString() =>
        $"{nameof(DownloadOptions)} {{ Hub = {Hub}, Endpoint = {Endpoint}, CacheDirectory = {CacheDirectory}, Offline = {Offline} }}";

    private static void Require(string option, bool holds, string problem)
    {
        if (!holds)
        {
            throw new UnsupportedOptionException(option, problem);
        }
    }
}
