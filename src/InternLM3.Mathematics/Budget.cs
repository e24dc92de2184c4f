using System.Globalization;

namespace InternLM3.Mathematics;

/// <summary>
/// The work one call may do. Every operation states beforehand how large its result is and what it costs, so a hostile input fails
/// before its numbers exist; no clock is used. Not safe for concurrent use.
/// </summary>
internal sealed class Budget(MathLimits limits)
{
    public MathLimits Limits { get; } = limits;

    /// <summary>Work done so far, in multiplications of 32-bit words.</summary>
    public long Spent { get; private set; }

    /// <summary>Charges work that is about to be done; throws when it exceeds the limit.</summary>
    public void Charge(double work)
    {
        if (!(Spent + work <= Limits.Work))
        {
            throw new MathException(string.Create(CultureInfo.InvariantCulture,
                $"This takes more work than is allowed (about {Spent + work:0.#e+0} of {Limits.Work} steps); ask for something smaller."));
        }

        Spent += (long)Math.Ceiling(work);
    }

    /// <summary>Throws when an integer would have too many bits, before it is computed.</summary>
    public void Size(double bits, string what)
    {
        if (!(bits <= Limits.Bits))
        {
            throw new MathException(string.Create(CultureInfo.InvariantCulture,
                $"{what} would have about {bits * 0.30103:0.##e+0} digits, and {(int)(Limits.Bits * 0.30103)} are allowed; "
                + $"use mod or powmod for last digits, ln for the size."));
        }
    }

    /// <summary>Charges a multiplication or division of integers of these bits: Karatsuba's cost.</summary>
    public void Multiply(double bitsA, double bitsB)
    {
        var (small, large) = bitsA < bitsB ? (Words(bitsA), Words(bitsB)) : (Words(bitsB), Words(bitsA));
        Charge(Math.Pow(small, 0.585) * large);
    }

    /// <summary>Charges a greatest common divisor, whose cost is quadratic.</summary>
    public void Gcd(double bitsA, double bitsB) => Charge(Words(bitsA) * Words(bitsB) / 4);

    /// <summary>Charges a modular power.</summary>
    public void ModPow(double exponentBits, double modulusBits) => Charge(2 * exponentBits * Words(modulusBits) * Words(modulusBits));

    private static double Words(double bits) => Math.Floor(bits / 32) + 1;
}
