using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Algebra;

/// <summary>A root: <c>Real + Imaginary i</c>, exact or approximate, and how often it counts.</summary>
/// <param name="Real">The real part.</param>
/// <param name="Imaginary">The imaginary part; exactly 0 for a real root.</param>
/// <param name="Multiplicity">At least 1.</param>
internal sealed record Root(Value Real, Value Imaginary, int Multiplicity)
{
    public bool IsReal => Imaginary is Exact { IsZero: true };

    public bool IsExact => Real is Exact && Imaginary is Exact;

    public override string ToString()
    {
        var real = Print(Real);
        if (IsReal)
        {
            return real;
        }

        var imaginary = Print(Imaginary);
        var (sign, size) = imaginary.StartsWith('-') ? ("-", imaginary[1..]) : ("+", imaginary);
        var term = size == "1" ? "i" : $"{size}*i";
        return Real is Exact { IsZero: true } ? (sign == "-" ? "-" : "") + term : $"{real} {sign} {term}";
    }

    private static string Print(Value value) => value is Approximate approximate ? approximate.Print().Text : value.ToString()!;
}
