using InternLM3.Generation;

namespace InternLM3.Benchmarks.Quality;

/// <summary>What one model does with the questions.</summary>
/// <param name="Perplexity">Of all tokens of the right answers.</param>
/// <param name="Answers">The greedy answers, with the token that ended them if one did.</param>
internal sealed record Measurement(double Perplexity, int[][] Answers)
{
    private const int LongestAnswer = 400;

    /// <summary>Asks a model everything.</summary>
    public static async Task<Measurement> TakeAsync(InternLM3Model model, Question[] questions)
    {
        var (sum, count) = (0.0, 0);
        var answers = new List<int[]>();
        foreach (var question in questions)
        {
            var logprobs = new List<float>();
            var scored = new GenerationRequest { Prompt = (int[])[.. question.Prompt, .. question.Answer], PromptLogprobs = true, MaxNewTokens = 0 };
            await foreach (var e in model.Engine.GenerateAsync(scored, default).ConfigureAwait(false))
            {
                logprobs.AddRange(e.PromptLogprobs);
            }

            sum += logprobs.TakeLast(question.Answer.Length).Sum(logprob => (double)logprob);
            count += question.Answer.Length;
            answers.Add(await AnswerAsync(model, question).ConfigureAwait(false));
        }

        return new Measurement(Math.Exp(-sum / count), [.. answers]);
    }

    private static async Task<int[]> AnswerAsync(InternLM3Model model, Question question)
    {
        var tokens = new List<int>();
        var request = new GenerationRequest { Prompt = question.Prompt, MaxNewTokens = LongestAnswer, StopTokens = model.StopTokens };
        await foreach (var e in model.Engine.GenerateAsync(request, default).ConfigureAwait(false))
        {
            if (e.Kind == GenerationEventKind.Token)
            {
                tokens.Add(e.TokenId);
            }
            else if (e.Kind == GenerationEventKind.Finished && e.FinishReason == FinishReason.Stop)
            {
                tokens.Add(model.Tokenizer.Special.ImEnd);
            }
        }

        return [.. tokens];
    }
}
