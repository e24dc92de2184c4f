using System.Numerics;

namespace InternLM3.Mathematics.Values;

/// <summary>Integer parts of roots.</summary>
internal static class IntegerRoot
{
    /// <summary>
    /// The integer part of a square root, by Newton steps of doubling precision: all together cost little more than the last.
    /// </summary>
    public static BigInteger Square(BigInteger n)
    {
        if (n.IsZero)
        {
            return n;
        }

        var half = (int)((n.GetBitLength() - 1) / 2);
        var root = BigInteger.One;
        var have = 0;
        for (var shift = 31 - BitOperations.LeadingZeroCount((uint)half); half > 0 && shift >= 0; shift--)
        {
            var want = half >> shift;
            root = (root << (want - have - 1)) + ((n >> ((2 * half) - have - want + 1)) / root);
            have = want;
        }

        return root * root > n ? root - 1 : root;
    }

    /// <summary>Finds the root of the given degree (at least 2) of a number (at least 0) when it is an integer.</summary>
    public static bool TryExact(BigInteger n, int degree, Budget budget, out BigInteger root)
    {
        var bits = (double)n.GetBitLength();
        budget.Charge(20 * Math.Pow((bits / 32) + 1, 1.585));
        root = degree == 2 ? Square(n) : Newton(n, degree);
        return BigInteger.Pow(root, degree) == n;
    }

    private static BigInteger Newton(BigInteger n, int degree)
    {
        if (n < 2 || degree >= n.GetBitLength())
        {
            return BigInteger.Min(n, 1);
        }

        var root = BigInteger.One << (int)((n.GetBitLength() / degree) + 1);
        while (true)
        {
            var next = (((degree - 1) * root) + (n / BigInteger.Pow(root, degree - 1))) / degree;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
