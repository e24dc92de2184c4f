using System.Numerics;
using InternLM3.Mathematics.Evaluation;

namespace InternLM3.Mathematics.Numbers;

/// <summary>Primes and factors.</summary>
internal static class Primes
{
    // The first 13 primes as bases decide every number below this (Sorenson and Webster, 2015).
    private static readonly BigInteger s_certain =
        BigInteger.Parse("3317044064679887385961981", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether the Miller-Rabin test is a proof for the number.</summary>
    public static bool IsCertain(BigInteger n) => n < s_certain;

    /// <summary>Whether a number is prime; above 3.3e24 by 24 bases, which no composite is known to pass, without a proof.</summary>
    public static bool IsPrime(BigInteger n, Budget budget)
    {
        foreach (var prime in SmallPrimes.Below1000)
        {
            if (n <= prime || n % prime == 0)
            {
                return n == prime;
            }
        }

        var twos = BigInteger.TrailingZeroCount(n - 1);
        var odd = (n - 1) >> (int)twos;
        return SmallPrimes.Below1000.Take(IsCertain(n) ? 13 : 24).All(b => Passes(n, b, odd, (int)twos, budget));
    }

    /// <summary>The prime factors of a number of at least 1, in order.</summary>
    /// <exception cref="MathException">A remaining factor needs more work than is allowed.</exception>
    public static List<BigInteger> Factors(BigInteger n, Budget budget)
    {
        var factors = new List<BigInteger>();
        foreach (var prime in SmallPrimes.Below1000)
        {
            while (n % prime == 0)
            {
                budget.Multiply(n.GetBitLength(), 32);
                factors.Add(prime);
                n /= prime;
            }
        }

        Split(n, factors, budget);
        factors.Sort();
        return factors;
    }

    private static void Split(BigInteger n, List<BigInteger> factors, Budget budget)
    {
        if (n.IsOne)
        {
            return;
        }

        if (IsPrime(n, budget))
        {
            factors.Add(n);
            return;
        }

        var divisor = Rho(n, budget);
        Split(divisor, factors, budget);
        Split(n / divisor, factors, budget);
    }

    private static bool Passes(BigInteger n, BigInteger witness, BigInteger odd, int twos, Budget budget)
    {
        budget.ModPow(n.GetBitLength(), n.GetBitLength());
        var x = BigInteger.ModPow(witness, odd, n);
        if (x.IsOne || x == n - 1)
        {
            return true;
        }

        for (var i = 1; i < twos; i++)
        {
            x = x * x % n;
            if (x == n - 1)
            {
                return true;
            }
        }

        return false;
    }

    // Pollard's rho with Brent's cycle, one gcd for 64 differences. A step is charged 300, the time it takes: BigInteger allocates in each.
    private static BigInteger Rho(BigInteger n, Budget budget)
    {
        for (var c = 1; ; c++)
        {
            BigInteger y = 2, x = 2, saved = 2, gcd = 1, product = 1;
            for (long power = 1; gcd.IsOne; power *= 2)
            {
                x = y;
                for (long done = 0; done < power && gcd.IsOne; done += 64)
                {
                    saved = y;
                    var count = Math.Min(64, power - done);
                    Take(budget, count * 300.0 * (1 + (n.GetBitLength() / 64)), n);
                    for (var i = 0; i < count; i++)
                    {
                        y = ((y * y) + c) % n;
                        product = product * BigInteger.Abs(x - y) % n;
                    }

                    gcd = BigInteger.GreatestCommonDivisor(product, n);
                }
            }

            // The gcd holds all factors at once: repeat from the last good place, one difference at a time.
            if (gcd == n)
            {
                gcd = 1;
                do
                {
                    Take(budget, 300, n);
                    saved = ((saved * saved) + c) % n;
                    gcd = BigInteger.GreatestCommonDivisor(BigInteger.Abs(x - saved), n);
                }
                while (gcd.IsOne);
            }

            if (gcd != n)
            {
                return gcd;
            }
        }
    }

    private static void Take(Budget budget, double work, BigInteger n)
    {
        if (budget.Spent + work > budget.Limits.Work)
        {
            var text = n.ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw new MathException($"The composite factor {(text.Length > 60 ? text[..60] + "…" : text)} of {text.Length} digits "
                + "is out of reach of the factorisation allowed here.");
        }

        budget.Charge(work);
    }
}
