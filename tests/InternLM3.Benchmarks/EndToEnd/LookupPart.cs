using System.Diagnostics;
using InternLM3.Benchmarks.Measuring;
using InternLM3.Generation;
using Microsoft.Extensions.AI;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>
/// What prompt lookup gives on an answer that quotes: a quarter of its tokens are its own, the rest two passages of the prompt. The same
/// answer after a prompt without those passages has nothing to look up and is what it is compared with. A constraint dictates the
/// answer, so that models with drawn weights can be measured; decoding is greedy and pays for the masks in both cases.
/// </summary>
internal static class LookupPart
{
    private const int Quote = 48, Own = 16, Passages = 6;

    public static async Task RunAsync(Subject subject, Figures figures, CancellationToken cancellationToken)
    {
        for (var round = 0; round < subject.Work.Rounds; round++)
        {
            var passages = Enumerable.Range(0, Passages).Select(_ => subject.Text.Of(Quote, subject.NewSeed())).ToArray();
            var answer = subject.Model.Tokenizer.Encode($"{subject.Text.Of(Own, subject.NewSeed())} {passages[1]} {subject.Text.Of(Own, subject.NewSeed())} {passages[4]}");
            var others = Enumerable.Range(0, Passages).Select(_ => subject.Text.Of(Quote, subject.NewSeed())).ToArray();
            await Subject.AlternateAsync(
                round,
                async () => figures.Add("lookup_tok_s", await DictateAsync(subject, passages, answer, cancellationToken).ConfigureAwait(false)),
                async () => figures.Add("no_lookup_tok_s", await DictateAsync(subject, others, answer, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }
    }

    private static async Task<double> DictateAsync(Subject subject, string[] passages, int[] answer, CancellationToken cancellationToken)
    {
        var documents = string.Join('\n', passages.Select((passage, i) => $"[{i + 1}] {passage}"));
        var request = new GenerationRequest
        {
            Prompt = subject.Text.Render([new(ChatRole.User, $"Documents:\n{documents}\n\nQuestion: {subject.Text.Of(Own, subject.NewSeed())}")]),
            MaxNewTokens = answer.Length,
            IgnoreEos = true,
            Constraint = new ScriptConstraint(answer),
        };
        var (first, last, tokens) = (0L, 0L, new List<int>());
        await foreach (var e in subject.Model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                last = Stopwatch.GetTimestamp();
                first = tokens.Count == 0 ? last : first;
                tokens.Add(e.TokenId);
            }
        }

        return tokens.SequenceEqual(answer) ? (tokens.Count - 1) / Stopwatch.GetElapsedTime(first, last).TotalSeconds
            : throw new InternLM3Exception("The engine wrote something else than the constraint allows.");
    }
}
