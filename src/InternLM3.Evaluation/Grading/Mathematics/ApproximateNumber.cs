using System.Numerics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>A number in double precision, with the size of its rounding error.</summary>
/// <param name="Value">The value; not finite when there is none.</param>
/// <param name="Scale">
/// The size of the terms it was computed from: larger than the value after cancellation. The rounding error is proportional to it.
/// </param>
/// <param name="LeftReals">Whether real numbers led to a number that is not real, such as the root of a negative one.</param>
internal readonly record struct ApproximateNumber(Complex Value, double Scale, bool LeftReals)
{
    // Covers the rounding of some tens of operations.
    private const double Tolerance = 1e-11;

    public bool IsFinite => Complex.IsFinite(Value) && double.IsFinite(Scale);

    public static ApproximateNumber Of(Complex value, bool leftReals = false) => new(value, Complex.Abs(value), leftReals);

    /// <summary>Whether two numbers are equal within double precision.</summary>
    public bool Near(ApproximateNumber other) =>
        Complex.Abs(Value - other.Value) <= Tolerance * Math.Max(Math.Max(Scale, other.Scale), double.Epsilon);
}
