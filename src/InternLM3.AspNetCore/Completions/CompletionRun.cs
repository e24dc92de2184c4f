using System.Runtime.CompilerServices;
using InternLM3.Generation;
using InternLM3.Output;

namespace InternLM3.AspNetCore.Completions;

/// <summary>Runs one sequence below the chat level: the engine's events in, pieces of text out.</summary>
internal static class CompletionRun
{
    /// <summary>Generates the continuation; with echo the first piece is the prompt.</summary>
    public static async IAsyncEnumerable<CompletionPiece> StreamAsync(
        InternLM3Model model,
        GenerationRequest request,
        IReadOnlyList<string> stops,
        bool echo,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var decoder = model.Tokenizer.CreateDecoder();
        var output = new StopStrings(stops);
        var logprobs = new LogprobList(model.Tokenizer);
        var tokens = new List<int>();
        var (cached, reason) = (0, FinishReason.Stop);
        var prompt = echo ? model.Tokenizer.Decode(request.Prompt.Span) : "";
        if (prompt.Length > 0 && !request.PromptLogprobs)
        {
            yield return new CompletionPiece(prompt, null, null);
        }

        await foreach (var e in model.Engine.GenerateAsync(request, cancellationToken).ConfigureAwait(false))
        {
            switch (e.Kind)
            {
                case GenerationEventKind.Started:
                    cached = e.CachedPromptTokens;
                    break;
                case GenerationEventKind.Prompt:
                    if (request.Logprobs is not null)
                    {
                        logprobs.AddPrompt(request.Prompt.Span, e.PromptLogprobs);
                    }

                    yield return new CompletionPiece(prompt, logprobs.Take(), null);
                    break;
                case GenerationEventKind.Token:
                    tokens.Add(e.TokenId);
                    if (request.Logprobs is not null)
                    {
                        logprobs.Add(e);
                    }

                    if (output.Append(decoder.Append(e.TokenId)) is { Length: > 0 } text)
                    {
                        yield return new CompletionPiece(text, logprobs.Take(), null);
                    }

                    break;
                case GenerationEventKind.Finished:
                    reason = e.FinishReason;
                    break;
            }

            if (output.Found)
            {
                break;
            }
        }

        var stopped = output.Found || reason == FinishReason.Stop;
        var rest = output.Append(decoder.Flush()) + output.Flush();
        var end = new CompletionEnd(stopped ? "stop" : "length", request.Prompt, tokens, cached);
        yield return new CompletionPiece(rest, logprobs.Take(), end);
    }
}
