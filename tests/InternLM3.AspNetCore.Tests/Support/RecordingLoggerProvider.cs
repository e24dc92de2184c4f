using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace InternLM3.AspNetCore.Tests.Support;

/// <summary>Keeps what is logged.</summary>
public sealed class RecordingLoggerProvider : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();
    private readonly TaskCompletionSource<string> _firstError = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<(LogLevel Level, string Text)> Entries => _entries;

    /// <summary>The first error, as soon as it is there.</summary>
    public Task<string> FirstError => _firstError.Task;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = $"{formatter(state, exception)} {exception}";
        _entries.Enqueue((logLevel, text));
        if (logLevel == LogLevel.Error)
        {
            _firstError.TrySetResult(text);
        }
    }

    public void Dispose()
    {
    }
}
