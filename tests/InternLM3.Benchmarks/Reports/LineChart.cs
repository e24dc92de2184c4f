using System.Globalization;
using System.Security;
using System.Text;

namespace InternLM3.Benchmarks.Reports;

/// <summary>A chart of lines as SVG: one plot, both axes from zero, a legend, and every point's value as a tooltip.</summary>
/// <param name="Title">Above the plot.</param>
/// <param name="Across">What the horizontal axis counts.</param>
/// <param name="Up">What the vertical axis counts.</param>
/// <param name="Lines">Names and points, at least one point each.</param>
internal sealed record LineChart(string Title, string Across, string Up, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Lines)
{
    private const int Width = 680, Height = 400, Left = 70, Right = 20, Top = 44, Bottom = 96;

    // Okabe and Ito's colours, which colour-blind readers can tell apart.
    private static readonly string[] s_colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"];

    /// <summary>The picture.</summary>
    public string ToSvg()
    {
        var (stepX, stepY) = (Step(Lines.Max(line => line.Points.Max(point => point.X)), 8), Step(Lines.Max(line => line.Points.Max(point => point.Y)), 6));
        var (maxX, maxY) = (Ceiling(line => line.X, stepX), Ceiling(line => line.Y, stepY));
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n<text x=\"{Left}\" y=\"26\" font-size=\"16\">{Escape(Title)}</text>\n");
        for (var i = 0; i * stepX <= maxX + (stepX / 2); i++)
        {
            var x = X(i * stepX, maxX);
            Add(svg, $"<path d=\"M{x:0.#} {Top}V{Height - Bottom}\" stroke=\"#e4e4e4\"/><text x=\"{x:0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{i * stepX:0.####}</text>\n");
        }

        for (var i = 0; i * stepY <= maxY + (stepY / 2); i++)
        {
            var y = Y(i * stepY, maxY);
            Add(svg, $"<path d=\"M{Left} {y:0.#}H{Width - Right}\" stroke=\"#e4e4e4\"/><text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{i * stepY:0.####}</text>\n");
        }

        Add(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - Bottom + 38}\" text-anchor=\"middle\">{Escape(Across)}</text>\n");
        Add(svg, $"<text x=\"18\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 18 {(Top + Height - Bottom) / 2})\">{Escape(Up)}</text>\n");
        for (var i = 0; i < Lines.Count; i++)
        {
            AddLine(svg, i, maxX, maxY);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void AddLine(StringBuilder svg, int i, double maxX, double maxY)
    {
        var (name, points) = Lines[i];
        var colour = s_colours[i % s_colours.Length];
        var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X, maxX):0.#},{Y(point.Y, maxY):0.#}")));
        Add(svg, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n");
        foreach (var (x, y) in points)
        {
            Add(svg, $"<circle cx=\"{X(x, maxX):0.#}\" cy=\"{Y(y, maxY):0.#}\" r=\"3.5\" fill=\"{colour}\"><title>{Escape(name)}, {x:0.##}: {y:0.##}</title></circle>\n");
        }

        // Two legends a row.
        var (legendX, legendY) = (Left + (i % 2 * 300), Height - 34 + (i / 2 * 18));
        Add(svg, $"<path d=\"M{legendX} {legendY - 4}h24\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{legendX + 30}\" y=\"{legendY}\">{Escape(name)}</text>\n");
    }

    private double Ceiling(Func<(double X, double Y), double> of, double step) => Math.Ceiling(Lines.Max(line => line.Points.Max(of)) / step) * step;

    private static double X(double value, double max) => Left + (value / max * (Width - Left - Right));

    private static double Y(double value, double max) => Height - Bottom - (value / max * (Height - Top - Bottom));

    /// <summary>1, 2 or 5 times a power of ten: the smallest that makes no more than so many steps.</summary>
    internal static double Step(double max, int steps)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(max, double.Epsilon) / steps)));
        return ((double[])[1, 2, 5, 10]).Select(factor => factor * power).First(step => max / step <= steps + 1e-9);
    }

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
