using System.Numerics;
using System.Runtime.InteropServices;

namespace InternLM3.Sampling;

/// <summary>The largest k values of a row with their positions, best first, the lower position of equals. Reused from row to row.</summary>
internal sealed class TopCandidates(int capacity)
{
    // Vectors compared at once: of a row of 128,512 logits nearly every block of so many holds nothing that can still enter.
    private const int Block = 4;

    private readonly float[] _values = new float[capacity];
    private readonly int[] _ids = new int[capacity];
    private int _count;

    /// <summary>The values, largest first. Callers may overwrite them.</summary>
    public Span<float> Values => _values.AsSpan(0, _count);

    /// <summary>The positions of the values.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _count);

    /// <summary>
    /// Finds the largest values of a row; minus infinity never counts. One comparison a block skips what cannot enter, so a row costs
    /// little more than reading it.
    /// </summary>
    public void Select(ReadOnlySpan<float> row)
    {
        _count = 0;
        var threshold = float.NegativeInfinity;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var v = 0;
        for (; v <= vectors.Length - Block; v += Block)
        {
            // The native maximum: what it makes of NaN does not matter, for a row with NaN holds no distribution.
            var largest = Vector.MaxNative(
                Vector.MaxNative(vectors[v], vectors[v + 1]),
                Vector.MaxNative(vectors[v + 2], vectors[v + 3]));
            if (Vector.GreaterThanAny(largest, new Vector<float>(threshold)))
            {
                threshold = Offer(row.Slice(v * Vector<float>.Count, Block * Vector<float>.Count), v * Vector<float>.Count, threshold);
            }
        }

        var rest = v * Vector<float>.Count;
        Offer(row[rest..], rest, threshold);
    }

    private float Offer(ReadOnlySpan<float> values, int start, float threshold)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] > threshold)
            {
                threshold = Insert(values[i], start + i);
            }
        }

        return threshold;
    }

    /// <summary>Puts a value in its place and returns what the next one must exceed.</summary>
    private float Insert(float value, int id)
    {
        var at = _count < _values.Length ? _count++ : _count - 1;
        for (; at > 0 && _values[at - 1] < value; at--)
        {
            _values[at] = _values[at - 1];
            _ids[at] = _ids[at - 1];
        }

        _values[at] = value;
        _ids[at] = id;
        return _count == _values.Length ? _values[^1] : float.NegativeInfinity;
    }
}
