using InternLM3.Generation;

namespace InternLM3.Tests.Generation;

public sealed class CourierTests
{
    private readonly Courier _courier = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Idle_RunsOnItsOwnThread()
    {
        var work = new Work();
        _courier.Run(work);

        Assert.False(await work.RanOnThePool.WaitAsync(Cancellation));
        _courier.Close();
    }

    [Fact]
    public async Task Run_WhileItIsHeld_GoesToThePool()
    {
        var (held, other) = (new Work { Held = new TaskCompletionSource() }, new Work());
        _courier.Run(held);

        _courier.Run(other);

        Assert.True(await other.RanOnThePool.WaitAsync(Cancellation));
        held.Held.SetResult();
        Assert.False(await held.RanOnThePool.WaitAsync(Cancellation));
        _courier.Close();
    }

    [Fact]
    public async Task Run_FromManyThreads_RunsEachOnce()
    {
        var works = Enumerable.Range(0, 500).Select(_ => new Work()).ToArray();

        Parallel.ForEach(works, _courier.Run);

        await Task.WhenAll(works.Select(work => work.RanOnThePool)).WaitAsync(Cancellation);
        Assert.All(works, work => Assert.Equal(1, work.Runs));
        _courier.Close();
    }

    [Fact]
    public async Task Run_AfterClose_StillRuns()
    {
        _courier.Close();
        var works = Enumerable.Range(0, 20).Select(_ => new Work()).ToArray();

        foreach (var work in works)
        {
            _courier.Run(work);
            await work.RanOnThePool.WaitAsync(Cancellation);
        }

        Assert.True(await works[^1].RanOnThePool);
    }

    private sealed class Work : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<bool> _ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource? Held { get; init; }

        public int Runs { get; private set; }

        public Task<bool> RanOnThePool => _ran.Task;

        public void Execute()
        {
            Held?.Task.Wait();
            Runs++;
            _ran.SetResult(Thread.CurrentThread.IsThreadPoolThread);
        }
    }
}
