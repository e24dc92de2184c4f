using System.Globalization;
using System.Text;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>
/// Draws a histogram as SVG: up to twenty bins of equal width, with the counts as tooltips; the page's style sheet has the colours.
/// </summary>
internal static class Histogram
{
    private const int Width = 360, Height = 190, Left = 36, Right = 10, Top = 28, Bottom = 28, MaxBins = 20;

    /// <summary>The SVG element.</summary>
    public static string Of(string title, Distribution distribution)
    {
        var values = distribution.Values;
        var width = Math.Max(Step(values[^1] - values[0]), double.Epsilon);
        var first = Math.Floor(values[0] / width) * width;
        var counts = values.CountBy(value => (int)((value - first) / width)).ToDictionary();
        var bins = Math.Max(1, counts.Keys.Max() + 1);
        var (most, plot) = (counts.Values.Max(), (double)(Width - Left - Right) / bins);
        var svg = new StringBuilder();
        Add(svg, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.Escape(title)}\">");
        Add(svg, $"<text x=\"{Left}\" y=\"16\">{Html.Escape(title)}</text>");
        Add(svg, $"<path class=\"axis\" d=\"M{Left} {Height - Bottom}H{Width - Right}\"/>");
        Add(svg, $"<text class=\"soft\" x=\"{Left - 6}\" y=\"{Top + 10}\" text-anchor=\"end\">{most}</text>");
        for (var i = 0; i < bins; i++)
        {
            if (counts.TryGetValue(i, out var count))
            {
                var height = Math.Max(1, (double)count / most * (Height - Top - Bottom));
                Add(svg, $"<rect class=\"bar\" x=\"{Left + (i * plot) + 1:0.#}\" y=\"{Height - Bottom - height:0.#}\" ");
                Add(svg, $"width=\"{Math.Max(1, plot - 2):0.#}\" height=\"{height:0.#}\">");
                Add(svg, $"<title>{Edge(i)} to {Edge(i + 1)}: {count}</title></rect>");
            }
        }

        Add(svg, $"<text class=\"soft\" x=\"{Left}\" y=\"{Height - 10}\">{Edge(0)}</text>");
        Add(svg, $"<text class=\"soft\" x=\"{Width - Right}\" y=\"{Height - 10}\" text-anchor=\"end\">{Edge(bins)}</text></svg>");
        return svg.ToString();

        string Edge(int bin) => (first + (bin * width)).ToString("#,0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>The width of a bin: 1, 2 or 5 times a power of ten, the smallest that does not give too many bins.</summary>
    internal static double Step(double range)
    {
        if (range <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(range / (MaxBins - 1))));
        return ((double[])[1, 2, 5, 10]).Select(factor => factor * power).First(step => range / step <= MaxBins - 1 + 1e-9);
    }

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
