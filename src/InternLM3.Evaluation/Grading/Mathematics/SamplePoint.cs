using InternLM3.Mathematics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Values for variables, the same in every run: a small fraction from the variable's name and the point's index.</summary>
/// <remarks>The first half of the points is positive, so that roots and logarithms are real; the others have mixed signs.</remarks>
internal readonly struct SamplePoint(int index)
{
    public const int Count = 8;

    /// <summary>The value of a variable; its absolute value is from 0.2 to about 3.</summary>
    public Rational this[string name]
    {
        get
        {
            // FNV-1a with a final mix, because string.GetHashCode differs from run to run.
            var hash = 2166136261u + ((uint)index * 0x9E3779B9u);
            foreach (var c in name)
            {
                hash = (hash ^ c) * 16777619u;
            }

            hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
            hash ^= hash >> 12;
            var value = Rational.Of(12 + (int)(hash % 167), 59);
            return index >= Count / 2 && (hash & 0x8000) != 0 ? -value : value;
        }
    }
}
