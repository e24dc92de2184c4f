using System.Diagnostics.CodeAnalysis;

namespace InternLM3.Generation;

/// <summary>
/// Runs short pieces of work, the wake-ups of readers, on a thread of its own; what comes while that thread is busy goes to the thread
/// pool, so code of a caller that blocks there holds nobody up. Thread-safe.
/// </summary>
/// <remarks>
/// A thread of the pool that runs out of work spins for a while, and with every token it would spin on a core that computes the next
/// one: 0.94 of the speed of a loop without readers, against 0.97 with this (1B int4 model, 2 cores). This thread sleeps at once.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Readers may be woken after any owner is gone; the event has a finalizer.")]
internal sealed class Courier
{
    private readonly AutoResetEvent _given = new(false);
    private IThreadPoolWorkItem? _work;
    private volatile bool _closed;

    /// <summary>Starts the thread.</summary>
    public Courier() => new Thread(Work) { IsBackground = true, Name = "InternLM3 events" }.UnsafeStart();

    /// <summary>Has something run, soon and elsewhere.</summary>
    public void Run(IThreadPoolWorkItem work)
    {
        if (Interlocked.CompareExchange(ref _work, work, null) is null)
        {
            _given.Set();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        }
    }

    /// <summary>Ends the thread once it has nothing to do, without waiting for it; what comes later goes to the thread pool.</summary>
    public void Close()
    {
        _closed = true;
        _given.Set();
    }

    private void Work()
    {
        do
        {
            _given.WaitOne();
            if (Volatile.Read(ref _work) is { } work)
            {
                work.Execute();
                Volatile.Write(ref _work, null);
            }
        }
        while (!_closed || Interlocked.CompareExchange(ref _work, Gone.Instance, null) is not null);
    }

    /// <summary>Holds the place of the thread that has ended.</summary>
    private sealed class Gone : IThreadPoolWorkItem
    {
        public static readonly Gone Instance = new();

        public void Execute()
        {
        }
    }
}
