using System.Runtime.InteropServices;

namespace InternLM3.Benchmarks.Synth;

/// <summary>Draws numbers by the megabyte: a pool of normal ones is made once and read from places that the seed decides.</summary>
internal sealed class NumberSource
{
    private const int PoolSize = 1 << 22;

    private readonly Random _random;
    private readonly float[] _pool = new float[PoolSize];

    public NumberSource(int seed)
    {
        _random = new Random(seed);
        for (var i = 0; i < PoolSize; i++)
        {
            // Box and Muller's method.
            _pool[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
        }
    }

    /// <summary>Writes normal numbers as bfloat16, cut, not rounded.</summary>
    public void BFloat16(Stream output, long count, float mean, float deviation) =>
        Numbers<ushort>(output, count, value => (ushort)(BitConverter.SingleToUInt32Bits(mean + (deviation * value)) >> 16));

    /// <summary>Writes normal numbers as fp16.</summary>
    public void Float16(Stream output, long count, float mean, float deviation) => Numbers(output, count, value => (Half)(mean + (deviation * value)));

    /// <summary>Writes normal numbers as fp32.</summary>
    public void Float32(Stream output, long count, float mean, float deviation) => Numbers(output, count, value => mean + (deviation * value));

    /// <summary>Writes bytes of any value.</summary>
    public void Bytes(Stream output, long count)
    {
        var chunk = new byte[1 << 20];
        for (; count > 0; count -= chunk.Length)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(chunk.Length, count));
            _random.NextBytes(part);
            output.Write(part);
        }
    }

    private void Numbers<T>(Stream output, long count, Func<float, T> convert)
        where T : unmanaged
    {
        var chunk = new T[1 << 18];
        for (; count > 0; count -= chunk.Length)
        {
            var part = (int)Math.Min(chunk.Length, count);
            var start = _random.Next(PoolSize - part);
            for (var i = 0; i < part; i++)
            {
                chunk[i] = convert(_pool[start + i]);
            }

            output.Write(MemoryMarshal.AsBytes(chunk.AsSpan(0, part)));
        }
    }
}
