using System.Numerics;

namespace InternLM3.Mathematics.Evaluation;

/// <summary>Functions of integers. The size of each result is estimated before it is computed.</summary>
internal static class IntegerFunctions
{
    /// <summary>The product of 1 to n.</summary>
    public static BigInteger Factorial(BigInteger n, Budget budget)
    {
        if (n.Sign < 0)
        {
            throw new MathException("A factorial needs an integer of at least 0.");
        }

        // n! is about (n/e)^n.
        var size = (double)n * Math.Max(1, Math.Log2((double)n / Math.E));
        budget.Size(size, "The factorial");
        budget.Multiply(size, size);
        return Product(2, (int)n, 1);
    }

    /// <summary>The product of n, n - 2, n - 4 and so on, down to 1 or 2.</summary>
    public static BigInteger DoubleFactorial(BigInteger n, Budget budget)
    {
        if (n.Sign < 0)
        {
            throw new MathException("A double factorial needs an integer of at least 0.");
        }

        var size = (double)n / 2 * Math.Max(1, Math.Log2((double)n / Math.E));
        budget.Size(size, "The double factorial");
        budget.Multiply(size, size);
        return Product(n.IsEven ? 2 : 1, (int)n, 2);
    }

    /// <summary>The number of choices of k things of n; 0 when k is below 0 or above n.</summary>
    public static BigInteger Binomial(BigInteger n, BigInteger k, Budget budget)
    {
        if (n.Sign < 0)
        {
            throw new MathException("A binomial coefficient needs n of at least 0.");
        }

        if (k.Sign < 0 || k > n)
        {
            return 0;
        }

        k = BigInteger.Min(k, n - k);

        // At most (n e / k)^k.
        budget.Size(k.IsZero ? 1 : (double)k * (BigInteger.Log(n, 2) - BigInteger.Log(k, 2) + 1.45), "The binomial coefficient");
        return Falling(n, (int)k, budget) / Product(2, (int)k, 1);
    }

    /// <summary>The number of ordered choices of k things of n.</summary>
    public static BigInteger Permutations(BigInteger n, BigInteger k, Budget budget)
    {
        if (n.Sign < 0 || k.Sign < 0)
        {
            throw new MathException("Permutations need n and k of at least 0.");
        }

        if (k > n)
        {
            return 0;
        }

        budget.Size((double)k * BigInteger.Log(n + 1, 2), "The number of permutations");
        return Falling(n, (int)k, budget);
    }

    /// <summary>A power modulo m, from 0 to |m| - 1.</summary>
    public static BigInteger PowMod(BigInteger value, BigInteger exponent, BigInteger modulus, Budget budget)
    {
        modulus = BigInteger.Abs(modulus);
        if (modulus.IsZero || exponent.Sign < 0)
        {
            throw new MathException("powmod needs an exponent of at least 0 and a modulus that is not 0.");
        }

        budget.ModPow(exponent.GetBitLength(), modulus.GetBitLength());
        var result = BigInteger.ModPow(value, exponent, modulus);
        return result.Sign < 0 ? result + modulus : result;
    }

    private static BigInteger Falling(BigInteger n, int k, Budget budget)
    {
        var bits = (double)k * n.GetBitLength();
        budget.Multiply(bits, bits);
        return Falling(n - k + 1, 0, k);
    }

    // Products by halves: factors of similar size multiply fastest.
    private static BigInteger Falling(BigInteger first, int from, int to) => (to - from) switch
    {
        <= 0 => BigInteger.One,
        1 => first + from,
        _ => Falling(first, from, (from + to) / 2) * Falling(first, (from + to) / 2, to),
    };

    private static BigInteger Product(int from, int to, int step)
    {
        var count = ((to - from) / step) + 1;
        return to < from ? 1
            : count == 1 ? from
            : Product(from, from + (((count / 2) - 1) * step), step) * Product(from + (count / 2 * step), to, step);
    }
}
