namespace InternLM3.Evaluation;

/// <summary>A further figure of an answer beside its score: <paramref name="Sum"/> of <paramref name="Count"/>, so that the figure of a run is a plain division.</summary>
/// <param name="Sum">What was reached.</param>
/// <param name="Count">What could be reached; instructions of a prompt, for example.</param>
public readonly record struct Measure(double Sum, double Count);
