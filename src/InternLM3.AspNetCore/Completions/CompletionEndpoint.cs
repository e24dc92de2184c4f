using System.Text;
using InternLM3.AspNetCore.Serving;
using InternLM3.AspNetCore.Wire;
using InternLM3.Generation;
using Microsoft.AspNetCore.Http;

namespace InternLM3.AspNetCore.Completions;

/// <summary>POST /v1/completions.</summary>
internal sealed class CompletionEndpoint(ServedModel served, Admission admission, InternLM3OpenAIOptions options)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var model = served.Require();
        var request = await RequestBody.ReadAsync(context, WireJson.Wire.CompletionRequest, options).ConfigureAwait(false);
        served.RequireName(request.Model);
        var prompts = PromptMapping.Read(request.Prompt, model.Tokenizer, options);
        var template = CompletionMapping.Template(request, model, options);
        var stops = FieldRules.Stops(request);
        var each = request.N ?? 1;
        RequestException.Require(
            (long)prompts.Count * each <= options.MaxChoices,
            "n", $"times the prompts is {(long)prompts.Count * each} and may be {options.MaxChoices}.");
        using var place = admission.Enter();

        var runs = Enumerable.Range(0, prompts.Count * each).Select(i => (Func<CancellationToken, IAsyncEnumerable<CompletionPiece>>)(
            token => CompletionRun.StreamAsync(
                model, Of(template, prompts[i / each], request.Seed, i % each), stops, request.Echo == true, token))).ToArray();
        var ends = new CompletionEnd[runs.Length];
        var pieces = StreamMerge.MergeAsync(runs, cancellationToken);
        var head = new Completion
        {
            Id = $"cmpl-{Guid.NewGuid():N}",
            Created = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds(),
            Model = served.Name,
            Choices = [],
        };
        if (request.Stream == true)
        {
            await StreamedAnswer.WriteAsync(
                context,
                pieces,
                (stream, index, piece) =>
                {
                    ends[index] = piece.End ?? ends[index];
                    var choice = Choice(index, piece.Text, piece.Logprobs, piece.End, request);
                    return stream.WriteAsync(head with { Choices = [choice] }, WireJson.Wire.Completion);
                },
                stream => request.StreamOptions?.IncludeUsage == true
                    ? stream.WriteAsync(head with { Usage = Sum(ends, each) }, WireJson.Wire.Completion)
                    : Task.CompletedTask,
                options,
                cancellationToken).ConfigureAwait(false);
            return;
        }

        var texts = runs.Select(_ => new StringBuilder()).ToArray();
        var logprobs = new CompletionLogprobs?[runs.Length];
        await foreach (var (index, piece) in pieces.ConfigureAwait(false))
        {
            texts[index].Append(piece.Text);
            logprobs[index] = Join(logprobs[index], piece.Logprobs);
            ends[index] = piece.End ?? ends[index];
        }

        var answer = head with
        {
            Choices = [.. texts.Select((text, i) => Choice(i, text.ToString(), logprobs[i], ends[i], request))],
            Usage = Sum(ends, each),
        };
        await ResponseJson.WriteAsync(context, answer, WireJson.Wire.Completion).ConfigureAwait(false);
    }

    private static GenerationRequest Of(GenerationRequest template, int[] prompt, long? seed, int choice) =>
        template with { Prompt = prompt, Seed = unchecked(seed + choice) };

    private static CompletionChoice Choice(
        int index, string text, CompletionLogprobs? logprobs, CompletionEnd? end, CompletionRequest request) => new()
        {
            Index = index,
            Text = text,
            Logprobs = logprobs,
            FinishReason = end?.Reason,
            PromptTokenIds = request.ReturnTokenIds == true ? end?.Prompt.ToArray() : null,
            TokenIds = request.ReturnTokenIds == true ? end?.Tokens : null,
        };

    private static CompletionLogprobs? Join(CompletionLogprobs? first, CompletionLogprobs? second) =>
        first is null ? second
        : second is null ? first
        : new CompletionLogprobs
        {
            Tokens = [.. first.Tokens, .. second.Tokens],
            TokenLogprobs = [.. first.TokenLogprobs, .. second.TokenLogprobs],
            TopLogprobs = [.. first.TopLogprobs, .. second.TopLogprobs],
            TextOffset = [.. first.TextOffset, .. second.TextOffset],
        };

    /// <summary>A prompt counts once, however many continuations it has.</summary>
    private static Usage Sum(CompletionEnd[] ends, int each)
    {
        var firsts = ends.Where((_, i) => i % each == 0).ToArray();
        return UsageSum.Of(
            firsts.Sum(end => (long)end.Prompt.Length), firsts.Sum(end => (long)end.Cached), ends.Sum(end => (long)end.Tokens.Count), 0);
    }
}
