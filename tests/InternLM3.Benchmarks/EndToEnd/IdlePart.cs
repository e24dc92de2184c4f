using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>
/// What unloading an idle model gives back and what the next caller pays: the process's memory with a second model of the same folder loaded
/// and unloaded, each less what it was before, and the time to the first token of a short prompt while loaded and when it has to be loaded again.
/// </summary>
internal static class IdlePart
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(300);

    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        var before = Memory();
        var options = Subject.Options(subject.Work, subject.Threads) with { IdleUnload = s_limit };
        var model = await InternLM3Model.LoadAsync(subject.Model.Folder, options, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (model.ConfigureAwait(false))
        {
            using var client = new InternLM3ChatClient(model);
            for (var round = 0; round <= subject.Work.Rounds; round++)
            {
                var loading = await AskAsync().ConfigureAwait(false);
                var loaded = await AskAsync().ConfigureAwait(false);
                var resident = Memory() - before;
                while (model.Engine.Status.IsLoaded)
                {
                    await Task.Delay(s_limit / 3, cancellationToken).ConfigureAwait(false);
                }

                // The first request found the model loaded.
                if (round > 0)
                {
                    figures.Add("idle_reload_ttft_ms", loading);
                    figures.Add("idle_loaded_ttft_ms", loaded);
                    figures.Add("idle_loaded_bytes", resident);
                    figures.Add("idle_unloaded_bytes", Memory() - before);
                }
            }

            async Task<double> AskAsync()
            {
                var run = await StreamRun.TakeAsync(client, model.Tokenizer, subject.NewPrompt(subject.Work.StreamPrompt), 2, cancellationToken).ConfigureAwait(false);
                return run.FirstTokenSeconds * 1e3;
            }
        }
    }

    private static long Memory()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
