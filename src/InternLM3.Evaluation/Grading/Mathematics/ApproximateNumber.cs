using System.Numerics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>A number in double precision, and how much of it can be trusted.</summary>
/// <param name="Value">The value; not finite where there is none.</param>
/// <param name="Scale">The size of what was added up to it: after cancellation larger than the value, and the rounding error goes with it.</param>
/// <param name="LeftReals">Real numbers led to one that is not real, such as the root of a negative one.</param>
internal readonly record struct ApproximateNumber(Complex Value, double Scale, bool LeftReals)
{
    // Rounding of some tens of operations; two answers that differ by less do so on purpose.
    private const double Tolerance = 1e-11;

    public bool IsFinite => Complex.IsFinite(Value) && double.IsFinite(Scale);

    public static ApproximateNumber Of(Complex value, bool leftReals = false) => new(value, Complex.Abs(value), leftReals);

    /// <summary>Equal as far as double precision can tell.</summary>
    public bool Near(ApproximateNumber other) => Complex.Abs(Value - other.Value) <= Tolerance * Math.Max(Math.Max(Scale, other.Scale), double.Epsilon);
}
