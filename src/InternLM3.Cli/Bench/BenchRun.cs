using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Bench;

/// <summary>Measures a model through its chat client in rounds, as long as there is time, and takes the medians.</summary>
internal sealed class BenchRun
{
    private readonly Dictionary<string, List<double>> _samples = [];

    /// <summary>The number of rounds run.</summary>
    public int Rounds { get; private set; }

    /// <summary>The median of each figure, in the order they were measured.</summary>
    public IEnumerable<(string Name, double Median)> Medians =>
        _samples.Select(pair => (pair.Key, pair.Value.Order().ElementAt(pair.Value.Count / 2)));

    /// <summary>Runs the plan.</summary>
    public async Task RunAsync(IChatClient client, BenchPrompts prompts, BenchPlan plan, CancellationToken cancellationToken)
    {
        // The first step of a session is slower than the others.
        await BenchAnswer.GetAsync(client, [prompts.Next(BenchPlan.StreamPromptTokens)], 4, cancellationToken).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        do
        {
            await RoundAsync(client, prompts, plan, cancellationToken).ConfigureAwait(false);
            Rounds++;
        }
        while (Rounds < BenchPlan.MaxRounds && Stopwatch.GetElapsedTime(start) * ((Rounds + 1.0) / Rounds) < plan.Budget);
    }

    private async Task RoundAsync(IChatClient client, BenchPrompts prompts, BenchPlan plan, CancellationToken cancellationToken)
    {
        var message = prompts.Next(plan.PromptTokens);
        var cold = await BenchAnswer.GetAsync(client, [message], 8, cancellationToken).ConfigureAwait(false);
        Add("prefill_tok_s", cold.PromptTokens / cold.FirstTokenSeconds);
        Add("ttft_cold_ms", cold.FirstTokenSeconds * 1e3);
        var turn = await BenchAnswer.GetAsync(
            client, [message, .. cold.Response.Messages, prompts.Next(BenchPlan.TurnTokens)], 1, cancellationToken).ConfigureAwait(false);
        Add("ttft_next_turn_ms", turn.FirstTokenSeconds * 1e3);
        foreach (var streams in BenchPlan.Streams)
        {
            var asked = Enumerable.Range(0, streams).Select(_ => prompts.Next(BenchPlan.StreamPromptTokens)).ToArray();
            var answers = await Task.WhenAll(
                asked.Select(prompt => BenchAnswer.GetAsync(client, [prompt], plan.NewTokens, cancellationToken))).ConfigureAwait(false);
            Add($"decode_{streams}_tok_s", BenchAnswer.TokensPerSecond(answers));
        }
    }

    private void Add(string name, double value)
    {
        if (!_samples.TryGetValue(name, out var samples))
        {
            _samples[name] = samples = [];
        }

        samples.Add(value);
    }
}
