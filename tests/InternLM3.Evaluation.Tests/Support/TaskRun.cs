using InternLM3.Evaluation.Data;
using InternLM3.Evaluation.Results;
using InternLM3.Tests.Support;

namespace InternLM3.Evaluation.Tests.Support;

/// <summary>A run of a benchmark over a file written for the test, with one answer a question in order.</summary>
public sealed class TaskRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string this[string name] => _folder[name];

    public string Out => _folder["out"];

    /// <summary>The prompts of the last run, in order.</summary>
    public IReadOnlyList<string> Prompts { get; private set; } = [];

    /// <summary>The whole conversations of the last run, in order.</summary>
    public IReadOnlyList<string> Conversations { get; private set; } = [];

    public string Add(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }

    public async Task<EvaluationSummary> RunAsync(string task, string? path, string[] answers, EvaluationOptions? options = null, string? examples = null)
    {
        var found = EvaluationTasks.Find(task);
        var queue = new Queue<string>(answers);
        var client = new ScriptedClient((messages, _, _) => Task.FromResult(queue.Dequeue()));
        var data = path is null ? null : await DataFile.ReadAsync(path, found.Data);
        var shown = examples is null ? null : await DataFile.ReadAsync(examples, found.Data);
        var summary = await Evaluator.RunAsync(found, client, Out, data, shown, (options ?? new()) with { Concurrency = 1 });
        Prompts = [.. client.Requests.Select(request => request.Messages[^1].Text)];
        Conversations = [.. client.Requests.Select(request => string.Join('\n', request.Messages.Select(message => $"{message.Role}: {message.Text}")))];
        Assert.Empty(queue);
        return summary;
    }

    public void Dispose() => _folder.Dispose();
}
