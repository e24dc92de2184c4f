using System.CommandLine;
using InternLM3.Conversion;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.EndToEnd;

/// <summary>The options of the whole-path measurements.</summary>
internal sealed class MeasureOptions
{
    private readonly Option<string> _model = new("--model") { Description = "A model folder or a checkpoint. Default: InternLM3-Tiny.", DefaultValueFactory = _ => InternLM3Tiny.CheckpointPath };
    private readonly Option<string?> _json = new("--json") { Description = "A file for the figures; what it holds of other parts is kept." };
    private readonly Option<int?> _rounds = new("--rounds") { Description = "Rounds. Default: 5." };
    private readonly Option<int[]> _streams = new("--streams") { Description = "Numbers of streams. Default: 1 2 4 8 16.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of a step. Default: the physical cores." };
    private readonly Option<int?> _chunk = new("--chunk") { Description = "Prompt tokens of one step, ours and the yardstick's. Default: 256." };
    private readonly Option<bool> _small = new("--small") { Description = "A few tokens of everything: shows that it runs, measures nothing." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_model, _json, _rounds, _streams, _threads, _chunk, _small])
        {
            command.Add(option);
        }
    }

    /// <summary>The model folder, the work, the threads and the file; a checkpoint is converted first.</summary>
    public async Task<(string Folder, Workload Work, int? Threads, string? Json)> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(parsed.GetValue(_model)!);
        var folder = File.Exists(Path.Combine(path, "internlm3.manifest.json")) ? path
            : await ModelCache.GetOrConvertAsync(path, new ConversionOptions(), cancellationToken: cancellationToken).ConfigureAwait(false);
        var work = parsed.GetValue(_small) ? Workload.Small : new Workload();
        work = work with { Rounds = parsed.GetValue(_rounds) ?? work.Rounds, Streams = parsed.GetValue(_streams) is { Length: > 0 } streams ? streams : work.Streams };
        work = work with { ChunkSize = parsed.GetValue(_chunk) ?? work.ChunkSize };
        return (folder, work, parsed.GetValue(_threads), parsed.GetValue(_json));
    }
}
