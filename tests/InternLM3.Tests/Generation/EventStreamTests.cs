using InternLM3.Generation;

namespace InternLM3.Tests.Generation;

public sealed class EventStreamTests
{
    private readonly EventStream _stream = new();

    [Fact]
    public async Task WaitAsync_WrittenBefore_ReadsInOrderAndEnds()
    {
        _stream.Write(Token(1));
        _stream.Write(Token(2));
        _stream.Complete(null);
        _stream.Write(Token(3));

        Assert.Equal([1, 2], await ReadAsync());
    }

    [Fact]
    public async Task WaitAsync_WrittenMeanwhile_LosesNothing()
    {
        var reading = ReadAsync();
        for (var i = 0; i < 20_000; i++)
        {
            _stream.Write(Token(i));
        }

        _stream.Complete(null);

        Assert.Equal(Enumerable.Range(0, 20_000), await reading);
    }

    [Fact]
    public async Task Complete_WithAnError_IsThrownAfterWhatWasWritten()
    {
        _stream.Write(Token(7));
        _stream.Complete(new InternLM3Exception("first"));
        _stream.Complete(new InternLM3Exception("second"));

        Assert.True(await _stream.WaitAsync());
        Assert.True(_stream.TryRead(out var e));
        Assert.Equal(7, e.TokenId);
        Assert.Equal("first", (await Assert.ThrowsAsync<InternLM3Exception>(async () => await _stream.WaitAsync())).Message);
    }

    [Fact]
    public async Task Complete_WhileSomebodyWaits_WakesThem()
    {
        var waiting = _stream.WaitAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        _stream.Complete(new InternLM3Exception("over"));

        Assert.Equal("over", (await Assert.ThrowsAsync<InternLM3Exception>(() => waiting)).Message);
    }

    private static GenerationEvent Token(int id) => GenerationEvent.Token(id, null, []);

    private async Task<List<int>> ReadAsync()
    {
        var read = new List<int>();
        while (await _stream.WaitAsync())
        {
            while (_stream.TryRead(out var e))
            {
                read.Add(e.TokenId);
            }
        }

        return read;
    }
}
