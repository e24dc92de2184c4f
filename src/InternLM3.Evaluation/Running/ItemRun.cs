using InternLM3.Evaluation.Grading;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Running;

/// <summary>Asks one question once and grades the answer. Safe for concurrent use.</summary>
internal sealed class ItemRun(EvaluationTask task, IChatClient client, EvaluationOptions options, string settings)
{
    private readonly JudgeGrader? _judge = options.Judge is { } judge ? new(judge) : null;

    /// <summary>Asks and grades; an error of the model or the server becomes a result too.</summary>
    /// <exception cref="UnsupportedOptionException">The client does not support an option of the run.</exception>
    public async Task<ItemResult> RunAsync(EvaluationItem item, int repeat, CancellationToken cancellationToken)
    {
        var result = new ItemResult
        {
            Task = task.Name,
            Item = item.Id,
            Repeat = repeat,
            Settings = settings,
            Category = item.Category,
            Gold = item.Gold,
            Question = item.Question,
        };
        var updates = new List<ChatResponseUpdate>();
        var start = options.TimeProvider.GetTimestamp();
        double Seconds() => Math.Round(options.TimeProvider.GetElapsedTime(start).TotalSeconds, 3);
        using var timeout = new CancellationTokenSource(options.ItemTimeout, options.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await foreach (var update in client
                .GetStreamingResponseAsync(item.Messages, OptionsOf(item, repeat), both.Token)
                .ConfigureAwait(false))
            {
                updates.Add(update);
            }

            result = Answered(result, updates) with { Seconds = Seconds() };
            var verdict = await GradeAsync(item, result.Answer, both.Token).ConfigureAwait(false);
            return result with { Score = verdict.Score, Extracted = verdict.Extracted, Measures = verdict.Measures };
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Out of time counts as wrong, like an answer cut at its length.
            return Answered(result, updates) with
            {
                Seconds = Seconds(),
                Score = 0,
                Error = FormattableString.Invariant($"no answer within {options.ItemTimeout.TotalSeconds:0.###} s"),
            };
        }
        catch (ContextLengthException e)
        {
            return result with { Seconds = Seconds(), Score = 0, Error = e.Message };
        }
        catch (Exception e) when (e is not (OperationCanceledException or UnsupportedOptionException or OutOfMemoryException))
        {
            return Answered(result, updates) with { Seconds = Seconds(), Failed = true, Error = e.Message };
        }
    }

    private static ItemResult Answered(ItemResult result, List<ChatResponseUpdate> updates)
    {
        if (updates.Count == 0)
        {
            return result;
        }

        // Reasoning, although returned separately, belongs to the output that OpenCompass grades.
        var response = updates.ToChatResponse();
        var pieces = response.Messages.Where(message => message.Role == ChatRole.Assistant).SelectMany(message => message.Contents)
            .Select(content => content switch { TextReasoningContent reasoning => reasoning.Text, TextContent text => text.Text, _ => "" });
        return result with
        {
            Answer = string.Concat(pieces),
            Finish = response.FinishReason?.Value,
            InputTokens = response.Usage?.InputTokenCount,
            OutputTokens = response.Usage?.OutputTokenCount,
        };
    }

    private async Task<Verdict> GradeAsync(EvaluationItem item, string answer, CancellationToken cancellationToken)
    {
        var verdict = item.Grade(answer);
        if (item.Program is { } problem && options.Sandbox is { } sandbox)
        {
            var passed = verdict.Extracted is { } code
                && await sandbox(new CodeSample(task.Name, item.Id, code, problem), cancellationToken).ConfigureAwait(false);
            return verdict with { Score = passed ? 1 : 0 };
        }

        if (!item.CanBeJudged || _judge is null)
        {
            return verdict;
        }

        var judged = await _judge.JudgeAsync(item.Question, item.Gold, answer, cancellationToken).ConfigureAwait(false);
        return verdict with
        {
            Score = judged == JudgeRuling.Right ? 1 : 0,
            Measures = new Dictionary<string, Measure>(verdict.Measures ?? new Dictionary<string, Measure>())
            {
                ["accuracy by rules"] = new(verdict.Score ?? 0, 1),
                ["judge without a verdict"] = new(judged == JudgeRuling.None ? 1 : 0, 1),
            },
        };
    }

    private ChatOptions OptionsOf(EvaluationItem item, int repeat) => new()
    {
        Temperature = options.Temperature,
        MaxOutputTokens = options.MaxOutputTokens,
        Seed = options.Temperature > 0 ? (long)(RandomSource.SeedOf(options.Seed, task.Name, item.Id, $"{repeat}") >> 33) : null,
        Reasoning = options.Thinking is { } effort ? new() { Effort = effort } : null,
        Tools = item.Tools.Count > 0 ? [.. item.Tools] : null,
    };
}
