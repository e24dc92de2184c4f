using InternLM3.Conversion;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.Tiny;

/// <summary>What one model did with the held-out items.</summary>
/// <param name="Items">The items.</param>
/// <param name="Answers">Their answers.</param>
internal sealed record HeldOutRun(HeldOutItem[] Items, ChatResponse[] Answers)
{
    private const int Streams = 8;

    /// <summary>The items with whether they were answered rightly, by ability.</summary>
    public ILookup<string, double> Scores { get; } =
        Items.Zip(Answers).ToLookup(pair => pair.First.Ability, pair => Judge.IsRight(pair.First.Expected, pair.Second) ? 1.0 : 0.0);

    /// <summary>Asks a client everything, several at once.</summary>
    public static async Task<HeldOutRun> TakeAsync(IChatClient client, HeldOutItem[] items, CancellationToken cancellationToken)
    {
        var answers = new ChatResponse[items.Length];
        await Parallel.ForAsync(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = Streams, CancellationToken = cancellationToken }, async (i, cancellation) =>
            answers[i] = await client.GetResponseAsync(items[i].Messages, items[i].Options, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return new HeldOutRun(items, answers);
    }

    /// <summary>Converts a checkpoint into a folder that is removed again, and asks it.</summary>
    public static async Task<HeldOutRun> TakeAsync(string checkpoint, ConversionOptions conversion, HeldOutItem[] items, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("internlm3-heldout-");
        try
        {
            await CheckpointConverter.ConvertAsync(checkpoint, folder.FullName, conversion, cancellationToken: cancellationToken).ConfigureAwait(false);
            var client = new InternLM3ChatClient(folder.FullName);
            await using (client.ConfigureAwait(false))
            {
                return await TakeAsync(client, items, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
