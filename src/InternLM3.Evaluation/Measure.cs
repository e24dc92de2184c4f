namespace InternLM3.Evaluation;

/// <summary>
/// A further figure of an answer beside its score: <paramref name="Sum"/> of <paramref name="Count"/>. The figure of a run is the sum of
/// all sums divided by the sum of all counts.
/// </summary>
/// <param name="Sum">The points reached.</param>
/// <param name="Count">The points possible, for example the number of instructions in a prompt.</param>
public readonly record struct Measure(double Sum, double Count);
