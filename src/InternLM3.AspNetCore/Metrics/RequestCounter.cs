using System.Collections.Concurrent;

namespace InternLM3.AspNetCore.Metrics;

/// <summary>Counts requests by endpoint and status. Thread-safe.</summary>
internal sealed class RequestCounter
{
    private readonly ConcurrentDictionary<(string Endpoint, int Status), long> _counts = new();

    /// <summary>The counts, in a fixed order.</summary>
    public IEnumerable<(string Endpoint, int Status, long Count)> Counts => _counts
        .Select(count => (count.Key.Endpoint, count.Key.Status, count.Value))
        .OrderBy(count => count.Endpoint, StringComparer.Ordinal)
        .ThenBy(count => count.Status);

    /// <summary>Counts a request.</summary>
    public void Count(string endpoint, int status) => _counts.AddOrUpdate((endpoint, status), 1, static (_, count) => count + 1);
}
