namespace InternLM3.Evaluation.Running;

/// <summary>Asks the questions without an answer in the log, several at a time.</summary>
internal static class RunLoop
{
    /// <summary>Runs to the end and returns all results, in the order of the questions.</summary>
    /// <exception cref="EvaluationException">Too many answers in a row failed.</exception>
    public static async Task<List<ItemResult>> RunAsync(
        RunPlan plan,
        ItemRun run,
        ResultLog log,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? receiver,
        CancellationToken cancellationToken)
    {
        var done = new Dictionary<(string, int), ItemResult>();
        foreach (var result in log.Results.Where(result => result.Settings == plan.Settings.Hash && !result.Failed))
        {
            done[(result.Item, result.Repeat)] = result;
        }

        // Every question once before any is repeated, so that a run ended early has seen as many questions as possible.
        var all = Enumerable.Range(0, options.Repeats)
            .SelectMany(repeat => plan.Items.Select(item => (Item: item, Repeat: repeat)))
            .ToArray();
        var results = all.Where(one => done.ContainsKey((one.Item.Id, one.Repeat)))
            .ToDictionary(one => (one.Item.Id, one.Repeat), one => done[(one.Item.Id, one.Repeat)]);
        var progress = new Progress(all.Length, results.Values, options.TimeProvider, receiver);
        progress.Begin();
        var open = all.Where(one => !results.ContainsKey((one.Item.Id, one.Repeat))).ToArray();
        var failures = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(open, parallel, async (one, token) =>
        {
            var result = await run.RunAsync(one.Item, one.Repeat, token).ConfigureAwait(false);
            await log.AppendAsync(result).ConfigureAwait(false);
            lock (results)
            {
                results[(one.Item.Id, one.Repeat)] = result;
                failures = result.Failed ? failures + 1 : 0;
            }

            progress.Add(result);
            if (failures >= options.MaxConsecutiveFailures)
            {
                throw new EvaluationException(
                    $"{failures} answers in a row failed; the last error: {result.Error} Put that right and resume the run.");
            }
        }).ConfigureAwait(false);
        return [.. all.Select(one => results[(one.Item.Id, one.Repeat)])];
    }
}
