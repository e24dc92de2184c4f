using System.Security.Cryptography;
using System.Text;

namespace InternLM3.Evaluation.Running;

/// <summary>
/// Random numbers that are the same on every machine and in every version, which a seeded <see cref="Random"/> does not guarantee:
/// SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal sealed class RandomSource(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Creates a source that depends only on a seed and names, not on what else was drawn.</summary>
    public static RandomSource For(long seed, params string[] names) => new(SeedOf(seed, names));

    /// <summary>Derives a seed from a seed and names.</summary>
    public static ulong SeedOf(long seed, params string[] names) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{string.Join('\n', names)}")));

    /// <summary>An integer from <paramref name="least"/> to <paramref name="greatest"/>, both included.</summary>
    public int Next(int least, int greatest) => least + (int)(((UInt128)NextUInt64() * (ulong)((long)greatest - least + 1)) >> 64);

    /// <summary>One of some values.</summary>
    public T Pick<T>(params ReadOnlySpan<T> values) => values[Next(0, values.Length - 1)];

    private ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
