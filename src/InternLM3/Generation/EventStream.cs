using System.Threading.Channels;

namespace InternLM3.Generation;

/// <summary>
/// The events of one sequence on their way to its caller. Unbounded, so a caller that reads slowly, or not at all, holds nobody up; a
/// request's limit on tokens bounds it. Any thread may write and complete; one reads.
/// </summary>
internal sealed class EventStream
{
    private readonly Channel<GenerationEvent> _events = Channel.CreateUnbounded<GenerationEvent>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Adds an event; after <see cref="Complete"/> it is dropped.</summary>
    public void Write(in GenerationEvent e) => _events.Writer.TryWrite(e);

    /// <summary>Ends the stream; what was written can still be read. Only the first call counts.</summary>
    /// <param name="error">What the reader gets after the last event, or null for an orderly end.</param>
    public void Complete(Exception? error) => _events.Writer.TryComplete(error);

    /// <summary>Takes the next event, if it is there.</summary>
    public bool TryRead(out GenerationEvent e) => _events.Reader.TryRead(out e);

    /// <summary>Waits for the next event. Without a token, which would cost an object for every wait.</summary>
    /// <returns>False at the end.</returns>
    public ValueTask<bool> WaitAsync() => _events.Reader.WaitToReadAsync(CancellationToken.None);
}
