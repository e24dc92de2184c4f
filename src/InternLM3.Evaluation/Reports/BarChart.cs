using System.Globalization;
using System.Text;
using InternLM3.Evaluation.Results;

namespace InternLM3.Evaluation.Reports;

/// <summary>Draws the scores of subjects as bars with confidence intervals, as SVG; the page's style sheet has the colours.</summary>
internal static class BarChart
{
    private const int Width = 760, Row = 24, Left = 250, Right = 60, Top = 8, Bottom = 26, Plot = Width - Left - Right;

    /// <summary>The SVG element.</summary>
    /// <param name="categories">The subjects, from top to bottom.</param>
    /// <param name="card">The model card's score, 0 to 1, drawn as a line; or null.</param>
    public static string Of(IReadOnlyList<CategoryScore> categories, double? card)
    {
        var height = Top + (Row * categories.Count) + Bottom;
        var svg = new StringBuilder();
        Add(svg, $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Scores of the subjects\">");
        for (var tick = 0; tick <= 100; tick += 25)
        {
            var x = X(tick / 100.0);
            Add(svg, $"<path class=\"grid\" d=\"M{x:0.#} {Top}V{height - Bottom}\"/>");
            Add(svg, $"<text class=\"soft\" x=\"{x:0.#}\" y=\"{height - 8}\" text-anchor=\"middle\">{tick}</text>");
        }

        for (var i = 0; i < categories.Count; i++)
        {
            var category = categories[i];
            var y = Top + (i * Row);
            Add(svg, $"<text x=\"{Left - 8}\" y=\"{y + 16}\" text-anchor=\"end\">{Html.Escape(Short(category.Name))}</text>");
            var title = $"{Html.Escape(category.Name)}: {Figures.Score(category.Score)} ({Figures.Range(category.Interval)})";
            Add(svg, $"<rect class=\"bar\" x=\"{Left}\" y=\"{y + 4}\" width=\"{category.Score * Plot:0.#}\" height=\"{Row - 8}\" ");
            Add(svg, $"rx=\"2\"><title>{title}, {category.Questions} questions</title></rect>");
            var (low, high) = (X(category.Interval.Low), X(category.Interval.High));
            Add(svg, $"<path class=\"range\" d=\"M{low:0.#} {y + 12}H{high:0.#}M{low:0.#} {y + 8}v8M{high:0.#} {y + 8}v8\"/>");
            Add(svg, $"<text x=\"{Width - Right + 8}\" y=\"{y + 16}\">{Figures.Score(category.Score)}</text>");
        }

        if (card is { } score)
        {
            Add(svg, $"<path class=\"mark\" d=\"M{X(score):0.#} {Top}V{height - Bottom}\">");
            Add(svg, $"<title>model card: {Figures.Score(score)}</title></path>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static double X(double share) => Left + (share * Plot);

    private static string Short(string name) => name.Length > 36 ? name[..35] + "…" : name;

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
