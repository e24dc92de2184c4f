using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace InternLM3.AspNetCore.Serving;

/// <summary>Merges several streams into one: each element with the index of its stream, in the order they come.</summary>
internal static class StreamMerge
{
    /// <summary>Reads all streams at the same time. The first error ends them all; leaving early ends them too.</summary>
    /// <param name="sources">Makes the streams, each with the token that ends it.</param>
    /// <param name="cancellationToken">Ends them all.</param>
    public static async IAsyncEnumerable<(int Index, T Item)> MergeAsync<T>(
        IReadOnlyList<Func<CancellationToken, IAsyncEnumerable<T>>> sources, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sources.Count == 1)
        {
            await foreach (var item in sources[0](cancellationToken).ConfigureAwait(false))
            {
                yield return (0, item);
            }

            yield break;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Bounded, so that what a slow reader has not taken waits where it is smallest: as the engine's events of each sequence.
        // Those have no bound but the answer's length, because the engine computes many requests together and waits for no reader.
        var channel = Channel.CreateBounded<(int, T)>(sources.Count);
        var pumps = sources.Select((source, index) => PumpAsync(source, index, channel.Writer, ending)).ToArray();
        var all = CompleteAsync(pumps, channel.Writer);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    private static async Task PumpAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> source, int index, ChannelWriter<(int, T)> writer, CancellationTokenSource ending)
    {
        try
        {
            await foreach (var item in source(ending.Token).ConfigureAwait(false))
            {
                await writer.WriteAsync((index, item), ending.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            writer.TryComplete(e);
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task CompleteAsync<T>(Task[] pumps, ChannelWriter<(int, T)> writer)
    {
        await Task.WhenAll(pumps).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        writer.TryComplete();
    }
}
