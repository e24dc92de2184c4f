using InternLM3.Benchmarks.EndToEnd;
using InternLM3.Benchmarks.Measuring;

namespace InternLM3.Benchmarks.Compare;

/// <summary>The same work on ours and on others, round by round.</summary>
internal static class CompareParts
{
    private const int Streams = 8, PrefillTokens = 512;

    /// <summary>One stream, sampled as the model's defaults say and greedy, as GenAI does it; beside them the yardstick of <c>e2e</c>.</summary>
    public static async Task DecodeAsync(Subject subject, Competitors others, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        for (var round = 0; round < work.Rounds; round++)
        {
            var prompt = subject.NewPrompt(work.StreamPrompt);
            var (other, ids) = (subject.NewPrompt(work.StreamPrompt), subject.Text.Render(prompt));
            await Subject.AlternateAsync(
                round,
                async () =>
                {
                    figures.Add("decode_1_tok_s", await DecodePart.OursAsync(subject, [prompt], cancellationToken).ConfigureAwait(false));
                    figures.Add("greedy_decode_1_tok_s", await DecodePart.OursAsync(subject, [other], cancellationToken, greedy: true).ConfigureAwait(false));
                    figures.Add("raw_decode_1_tok_s", DecodePart.Raw(subject, [ids]));
                },
                async () =>
                {
                    Add(figures, "genai_decode_1_tok_s", others.GenAI?.Decode([ids], work.NewTokens));
                    await AddAsync(figures, "llama_decode_1_tok_s", others.Llama, llama => llama.DecodeCommand(work.NewTokens, work.StreamPrompt), cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
        }
    }

    /// <summary>Eight streams: eight callers of ours; in GenAI a generator for each caller, and one generator with a batch of eight.</summary>
    public static async Task StreamsAsync(Subject subject, Competitors others, Figures figures, CancellationToken cancellationToken)
    {
        var work = subject.Work;
        var newTokens = work.NewTokensOf(Streams);
        for (var round = 0; round < work.Rounds; round++)
        {
            var prompts = Enumerable.Range(0, Streams).Select(_ => subject.NewPrompt(work.StreamPrompt)).ToArray();
            int[][] ids = [.. prompts.Select(subject.Text.Render)];
            await Subject.AlternateAsync(
                round,
                async () => figures.Add("decode_8_tok_s", await DecodePart.OursAsync(subject, prompts, cancellationToken).ConfigureAwait(false)),
                async () =>
                {
                    Add(figures, "genai_decode_8_tok_s", others.GenAI?.Decode(ids, newTokens));
                    Add(figures, "genai_static_batch_8_tok_s", others.GenAI?.DecodeBatch(ids, newTokens));
                    await AddAsync(figures, "llama_decode_8_tok_s", others.Llama, llama => llama.StreamsCommand(Streams, work.StreamPrompt, newTokens), cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
        }
    }

    /// <summary>A prompt of 512 tokens.</summary>
    public static async Task PrefillAsync(Subject subject, Competitors others, Figures figures, CancellationToken cancellationToken)
    {
        for (var round = 0; round < subject.Work.Rounds; round++)
        {
            var prompt = subject.NewPrompt(PrefillTokens);
            var ids = subject.Text.Render(prompt);
            await Subject.AlternateAsync(
                round,
                async () => figures.Add("prefill_512_tok_s", ids.Length / (await subject.StreamAsync(prompt, 1, cancellationToken).ConfigureAwait(false)).FirstTokenSeconds),
                async () =>
                {
                    Add(figures, "genai_prefill_512_tok_s", ids.Length / others.GenAI?.FirstTokenSeconds(ids));
                    await AddAsync(figures, "llama_prefill_512_tok_s", others.Llama, llama => llama.PrefillCommand(PrefillTokens), cancellationToken).ConfigureAwait(false);
                }).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A conversation, and each of its turns as Semantic Kernel's ONNX connector has GenAI do it (OnnxRuntimeGenAIChatClient: the whole
    /// history rendered, a new generator, everything computed again), with the same token ids. GenAI's earlier turns, five prompts of the
    /// last one's length together, are computed in the first round only.
    /// </summary>
    public static async Task TurnsAsync(Subject subject, Competitors others, Figures figures, CancellationToken cancellationToken)
    {
        for (var round = 0; round < subject.Work.Rounds; round++)
        {
            var turns = await TurnsPart.ConverseAsync(subject, cancellationToken).ConfigureAwait(false);
            for (var turn = 0; turn < turns.Count; turn++)
            {
                figures.Add($"turn{turn + 1}_ttft_ms", turns[turn].FirstTokenSeconds * 1e3);
                if (round == 0)
                {
                    Add(figures, $"genai_turn{turn + 1}_ttft_ms", others.GenAI?.FirstTokenSeconds(turns[turn].Prompt) * 1e3);
                }
            }

            figures.Add("last_turn_ttft_ms", turns[^1].FirstTokenSeconds * 1e3);
            Add(figures, "genai_last_turn_ttft_ms", others.GenAI?.FirstTokenSeconds(turns[^1].Prompt) * 1e3);
        }
    }

    private static void Add(Figures figures, string name, double? value)
    {
        if (value is { } measured)
        {
            figures.Add(name, measured);
        }
    }

    private static async Task AddAsync(Figures figures, string name, LlamaTools? llama, Func<LlamaTools, string[]> command, CancellationToken cancellationToken)
    {
        if (llama is not null)
        {
            figures.Add(name, await llama.MeasureAsync(command(llama), cancellationToken).ConfigureAwait(false));
        }
    }
}
