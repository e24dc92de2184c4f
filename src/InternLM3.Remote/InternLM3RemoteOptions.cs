using InternLM3.Thinking;

namespace InternLM3.Remote;

/// <summary>How a client talks to a remote server. Immutable; may be shared.</summary>
public sealed record InternLM3RemoteOptions
{
    /// <summary>Which server it is. Default: this library's own.</summary>
    public RemoteServer Server { get; init; }

    /// <summary>The model's name on the server. Default: the first the server lists; the list is requested once.</summary>
    public string? ModelId { get; init; }

    /// <summary>The key sent as <c>Authorization: Bearer</c>. Default: none, and no such header.</summary>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Who makes the model think: the server, asked by <c>reasoning_effort</c>, or this client, with InternLM3's thinking prompt as
    /// system prompt and the reasoning split off here. Default: the server when it is ours, else the client.
    /// </summary>
    public RemoteSide? Thinking { get; init; }

    /// <summary>
    /// Who writes tools into the prompt and reads calls: the server, given <c>tools</c> and <c>tool_choice</c>, or this client, in
    /// InternLM's plugin protocol. Default: the client for LMDeploy, whose template drops tools, else the server.
    /// </summary>
    public RemoteSide? Tools { get; init; }

    /// <summary>The system prompt of conversations that bring none. Default: none.</summary>
    public string? DefaultSystemPrompt { get; init; }

    /// <summary>Where the thinking prompt goes beside a system prompt when the client puts it in. Default: after it.</summary>
    public ThinkingPromptPlacement ThinkingPromptPlacement { get; init; }

    /// <summary>
    /// The longest silence: from the request to the first piece of the answer, waiting in the server's queue included, and between
    /// pieces. The whole answer may take any time. Default 10 minutes.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How often a request is sent again when the connection failed or the server answered 429, 502 or 503; an answer that has begun is
    /// never requested again. Waits double from 0.8 seconds or follow <c>Retry-After</c> up to 30 seconds. Default 3; 0 for never.
    /// </summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// The HTTP client to use, for proxies and handlers of one's own; the caller disposes it. Its own <see cref="HttpClient.Timeout"/>, 100
    /// seconds unless set, then limits the wait for an answer's first piece too. Default: one without that limit.
    /// </summary>
    public HttpClient? HttpClient { get; init; }

    /// <summary>What happens to options of a request that cannot be honoured. Default: the request fails and names them.</summary>
    public UnsupportedOptionBehavior UnsupportedOptions { get; init; }

    /// <summary>The clock of retries. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal bool ClientThinks =>
        (Thinking ?? (Server == RemoteServer.InternLM3 ? RemoteSide.Server : RemoteSide.Client)) == RemoteSide.Client;

    internal bool ClientCalls =>
        (Tools ?? (Server == RemoteServer.LMDeploy ? RemoteSide.Client : RemoteSide.Server)) == RemoteSide.Client;

    /// <summary>Checks the values; the exception names the option.</summary>
    /// <exception cref="UnsupportedOptionException">A value is out of its range.</exception>
    public void Validate()
    {
        RequireDefined(nameof(Server), Server);
        RequireDefined(nameof(Thinking), Thinking ?? default);
        RequireDefined(nameof(Tools), Tools ?? default);
        RequireDefined(nameof(ThinkingPromptPlacement), ThinkingPromptPlacement);
        RequireDefined(nameof(UnsupportedOptions), UnsupportedOptions);
        Require(MaxRetries >= 0, nameof(MaxRetries), $"must be at least 0 and is {MaxRetries}.");
        Require(
            Timeout > TimeSpan.Zero || Timeout == System.Threading.Timeout.InfiniteTimeSpan,
            nameof(Timeout), $"must be above 0, or Timeout.InfiniteTimeSpan, and is {Timeout}.");
        Require(
            ClientThinks || ThinkingPromptPlacement == ThinkingPromptPlacement.AfterSystemPrompt,
            nameof(ThinkingPromptPlacement),
            "is the server's to choose when the server makes the model think; set Thinking to RemoteSide.Client, or leave it out.");
        Require(
            Server != RemoteServer.InternLM3 || Tools != RemoteSide.Client,
            nameof(Tools), "cannot be the client's with this library's server, which never takes text for control tokens; leave it out.");
        Require(ApiKey is not "", nameof(ApiKey), "is empty; leave it out.");
        Require(ApiKey?.All(c => c is > ' ' and <= '~') ?? true, nameof(ApiKey), "holds characters that cannot stand in a header.");
    }

    /// <summary>The server and the model, without secrets.</summary>
    public override string ToString() => $"{nameof(InternLM3RemoteOptions)} {{ Server = {Server}, ModelId = {ModelId} }}";

    private static void RequireDefined<T>(string option, T value)
        where T : struct, Enum => Require(Enum.IsDefined(value), option, $"{value} is no {typeof(T).Name}.");

    private static void Require(bool holds, string option, string reason)
    {
        if (!holds)
        {
            throw new UnsupportedOptionException(option, reason);
        }
    }
}
