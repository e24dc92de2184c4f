using System.Globalization;
using InternLM3.Evaluation.Data;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Running;

/// <summary>The questions of a run, in order, and its settings.</summary>
internal sealed record RunPlan(IReadOnlyList<EvaluationItem> Items, RunSettings Settings)
{
    /// <summary>Checks data and options against the benchmark and creates the questions.</summary>
    public static RunPlan Create(EvaluationTask task, IChatClient client, DataFile? data, DataFile? examples, EvaluationOptions options)
    {
        Check(task, data, nameof(data));
        if (examples is not null)
        {
            OptionRefusal(!task.TakesExamples, nameof(examples), $"{task.Title} shows no examples; leave them out.");
            task.Data!.Check(examples.Rows, task.Title, examples.Name);
        }

        var fewShot = options.FewShot ?? (examples is null ? 0 : Math.Max(task.DefaultFewShot, 1));
        OptionRefusal(fewShot > 0 && examples is null, nameof(options.FewShot),
            $"shows answers, and needs the split they may be taken from (--examples); {task.Title}'s own questions are what is asked.");
        var input = new TaskInput
        {
            Rows = data?.Rows ?? [],
            Examples = examples?.Rows ?? [],
            FewShot = fewShot,
            Seed = options.Seed,
            Limit = options.Limit,
            Thinking = options.Thinking is not null,
            Tools = options.Tools,
            Length = options.Length,
            CountTokens = options.CountTokens ?? new TaskInput().CountTokens,
        };
        var items = task.CreateItems(input).Take(options.Limit ?? int.MaxValue).ToArray();
        if (items.CountBy(item => item.Id).FirstOrDefault(pair => pair.Value > 1) is { Value: > 1 } twice)
        {
            throw new DataFormatException($"{data?.Name}: the id {twice.Key} stands for {twice.Value} questions; it should stand for one.");
        }

        OptionRefusal(
            options.Judge is not null && !items.Any(item => item.CanBeJudged),
            nameof(options.Judge),
            $"{task.Title} is graded by rules alone; leave it out.");
        OptionRefusal(
            options.Sandbox is not null && items.All(item => item.Program is null),
            nameof(options.Sandbox),
            $"{task.Title} asks for no programs; leave it out.");
        return new RunPlan(items, Describe(task, client, data, examples, options, fewShot, items.Length));
    }

    private static RunSettings Describe(
        EvaluationTask task,
        IChatClient client,
        DataFile? data,
        DataFile? examples,
        EvaluationOptions options,
        int fewShot,
        int items)
    {
        var metadata = client.GetService<ChatClientMetadata>();
        return new RunSettings
        {
            Task = task.Name,
            Model = options.Model ?? metadata?.DefaultModelId ?? "unnamed",
            Data = data?.Name,
            DataHash = data?.Hash,
            ExamplesHash = examples?.Hash,
            Thinking = options.Thinking?.ToString().ToLowerInvariant(),
            Tools = options.Tools,
            FewShot = fewShot,
            Seed = options.Seed,
            Temperature = options.Temperature,
            MaxOutputTokens = options.MaxOutputTokens,
            TimeoutSeconds = options.ItemTimeout.TotalSeconds,
            Length = task.TakesLength ? options.Length : null,
            Judge = options.Judge is { } judge ? judge.GetService<ChatClientMetadata>()?.DefaultModelId ?? "unnamed" : null,
            Sandbox = options.Sandbox is not null,
            Repeats = options.Repeats,
            Items = items,
            Limit = options.Limit,
            Notes = [.. Notes(task, data, options, fewShot, items)],
        };
    }

    /// <summary>The reasons why the score cannot be compared with the card's.</summary>
    private static IEnumerable<string> Notes(EvaluationTask task, DataFile? data, EvaluationOptions options, int fewShot, int items)
    {
        if (data is not null && task.Data!.Count is { } count && data.Rows.Count != count)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"The data has {data.Rows.Count:#,0} rows; {task.Title} has {count:#,0}.");
        }

        if (data is not null && items < data.Rows.Count)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"The first {items:#,0} of {data.Rows.Count:#,0} questions were asked.");
        }

        if (task.Card is { } card && card.Setting.Contains("thinking", StringComparison.Ordinal) != options.Thinking is not null)
        {
            var mode = options.Thinking is null ? "in normal mode" : "in thinking mode";
            yield return $"The model card's score is {card.Setting}; this run was {mode}.";
        }

        if (task.Card is not null && fewShot != task.DefaultFewShot)
        {
            yield return $"The model card's setting shows {task.DefaultFewShot} examples; this run showed {fewShot}.";
        }
    }

    private static void Check(EvaluationTask task, DataFile? data, string name)
    {
        if (task.Data is not { } format)
        {
            OptionRefusal(data is not null, name, $"{task.Title} generates its questions; leave it out.");
            return;
        }

        OptionRefusal(data is null, name, $"{task.Title} needs {format.Source} with {format.Describe()}; nothing is downloaded.");
        format.Check(data!.Rows, task.Title, data.Name);
    }

    private static void OptionRefusal(bool refused, string option, string problem)
    {
        if (refused)
        {
            throw new UnsupportedOptionException(option, problem);
        }
    }
}
