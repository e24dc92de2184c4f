namespace InternLM3.Tests.Support;

/// <summary>A request that reached the imitation hub.</summary>
public sealed record HubRequest(string Port, string Method, string Path, string? Range, string? Authorization);
