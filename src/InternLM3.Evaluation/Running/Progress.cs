using InternLM3.Storage;

namespace InternLM3.Evaluation.Running;

/// <summary>Counts results and reports the progress of a run. Safe for concurrent use.</summary>
internal sealed class Progress(int total, IEnumerable<ItemResult> before, TimeProvider time, IProgress<EvaluationProgress>? receiver)
{
    private readonly Lock _lock = new();
    private readonly RateMeter _meter = new(time);
    private readonly int _before = before.Count();
    private int _now;
    private int _scored = before.Count(result => result.Score is not null);
    private double _sum = before.Sum(result => result.Score ?? 0);

    /// <summary>Reports the state at the beginning of the run.</summary>
    public void Begin() => Report();

    /// <summary>Counts a result and reports.</summary>
    public void Add(ItemResult result)
    {
        lock (_lock)
        {
            _now++;
            _scored += result.Score is null ? 0 : 1;
            _sum += result.Score ?? 0;
            Report();
        }
    }

    private void Report() => receiver?.Report(new EvaluationProgress(
        _before + _now, total, _scored > 0 ? _sum / _scored : null, _meter.Rate(_now), _meter.Remaining(_now, total - _before - _now)));
}
