namespace InternLM3.Mathematics;

/// <summary>The limits of one <see cref="MathPlugin"/> call. Sizes are estimated before anything is computed. Immutable.</summary>
public sealed record MathLimits
{
    /// <summary>Characters of one input. Default 10,000.</summary>
    public int InputLength { get; init; } = 10_000;

    /// <summary>How deep brackets, powers and signs may be nested. Default 100.</summary>
    public int Depth { get; init; } = 100;

    /// <summary>Bits of any intermediate integer. Default 65,536, which are 19,728 digits.</summary>
    public int Bits { get; init; } = 65_536;

    /// <summary>Digits of an exact result that are written out; a longer one becomes an approximation. Default 1,000.</summary>
    public int ResultDigits { get; init; } = 1_000;

    /// <summary>
    /// Work of one call, in multiplications of 32-bit words and steps of comparable cost. Default 30,000,000: of the hostile calls in
    /// docs/math.md the longest took 77 ms.
    /// </summary>
    public long Work { get; init; } = 30_000_000;

    internal void Validate()
    {
        Check(nameof(InputLength), InputLength, 1_000_000);
        Check(nameof(Depth), Depth, 500);
        Check(nameof(Bits), Bits, 1 << 26);
        Check(nameof(ResultDigits), ResultDigits, 1 << 24);
        Check(nameof(Work), Work, 1L << 40);
    }

    private static void Check(string name, long value, long most)
    {
        if (value < 1 || value > most)
        {
            throw new UnsupportedOptionException(name, $"is {value}; take 1 to {most}.");
        }
    }
}
