namespace InternLM3.Remote.Tests.Support;

/// <summary>A request the imitation server was sent.</summary>
public sealed record RecordedRequest(string Method, string Path, string? Authorization, string Body);
