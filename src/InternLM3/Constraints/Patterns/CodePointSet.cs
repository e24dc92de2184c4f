namespace InternLM3.Constraints.Patterns;

/// <summary>A set of Unicode scalar values as sorted, disjoint ranges. Immutable; never holds a surrogate.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private CodePointSet(List<(int Low, int High)> ranges) => Ranges = ranges;

    /// <summary>Every scalar value.</summary>
    public static CodePointSet All { get; } = Of((0, Last));

    /// <summary>The ranges, both ends included.</summary>
    public IReadOnlyList<(int Low, int High)> Ranges { get; }

    /// <summary>Collects ranges, which may overlap; surrogates are dropped.</summary>
    public static CodePointSet Of(params IEnumerable<(int Low, int High)> ranges)
    {
        var split = ranges.SelectMany<(int Low, int High), (int Low, int High)>(
            r => [(r.Low, Math.Min(r.High, 0xD7FF)), (Math.Max(r.Low, 0xE000), r.High)]);
        var merged = new List<(int Low, int High)>();
        foreach (var range in split.Where(r => r.Low <= r.High).Order())
        {
            if (merged.Count > 0 && range.Low <= merged[^1].High + 1)
            {
                merged[^1] = (merged[^1].Low, Math.Max(merged[^1].High, range.High));
            }
            else
            {
                merged.Add(range);
            }
        }
        return new CodePointSet(merged);
    }

    /// <summary>Everything that is not in the set.</summary>
    public CodePointSet Complement()
    {
        var gaps = new List<(int Low, int High)>();
        var next = 0;
        foreach (var (low, high) in Ranges)
        {
            gaps.Add((next, low - 1));
            next = high + 1;
        }
        gaps.Add((next, Last));
        return Of(gaps.Where(g => g.Low <= g.High));
    }

    /// <summary>What is in either set.</summary>
    public CodePointSet Union(CodePointSet other) => Of(Ranges.Concat(other.Ranges));
}
