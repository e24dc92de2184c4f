using System.Numerics;
using System.Runtime.InteropServices;

namespace InternLM3.Sampling;

/// <summary>The largest value of a row.</summary>
internal static class Largest
{
    /// <summary>
    /// The position of the largest value, the first of equals. One pass for the value and one, mostly shorter, for its place:
    /// <see cref="System.Numerics.Tensors.TensorPrimitives.IndexOfMax{T}"/> follows positions and NaN through a single pass and takes
    /// longer.
    /// </summary>
    /// <param name="row">At least one value.</param>
    public static int IndexIn(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var (first, second) = (new Vector<float>(float.NegativeInfinity), new Vector<float>(float.NegativeInfinity));
        var v = 0;
        for (; v < vectors.Length - 1; v += 2)
        {
            first = Vector.MaxNative(first, vectors[v]);
            second = Vector.MaxNative(second, vectors[v + 1]);
        }

        var lanes = Vector.MaxNative(first, second);
        var max = float.NegativeInfinity;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            max = MathF.Max(max, lanes[lane]);
        }

        foreach (var value in row[(v * Vector<float>.Count)..])
        {
            max = MathF.Max(max, value);
        }

        // Span's IndexOf goes through single floats one by one.
        var target = new Vector<float>(max);
        v = 0;
        while (v < vectors.Length && !Vector.EqualsAny(vectors[v], target))
        {
            v++;
        }

        var start = v * Vector<float>.Count;
        return Math.Max(0, start + row[start..].IndexOf(max));
    }
}
