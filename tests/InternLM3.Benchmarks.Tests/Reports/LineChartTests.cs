using System.Globalization;
using System.Xml.Linq;
using InternLM3.Benchmarks.Reports;

namespace InternLM3.Benchmarks.Tests.Reports;

public sealed class LineChartTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void ToSvg_TwoLines_PlacesEveryPointBetweenTheAxes()
    {
        var chart = new LineChart("Ours & theirs", "streams", "tokens/s", [("a < b", [(1, 50), (8, 200)]), ("c", [(1, 25), (8, 25)])]);

        var svg = XDocument.Parse(chart.ToSvg());

        var circles = svg.Descendants(s_svg + "circle").Select(circle => (X: Number(circle, "cx"), Y: Number(circle, "cy"))).ToArray();
        Assert.Equal(4, circles.Length);
        Assert.All(circles, point => Assert.True(point.X is > 0 and <= 680 && point.Y is >= 0 and < 400));

        // Further right is more streams, further up is faster, and 200 is eight times as far above the axis as 25.
        Assert.True(circles[1].X > circles[0].X && circles[1].Y < circles[0].Y);
        Assert.Equal(circles[2].Y, circles[3].Y);
        const double Axis = 400 - 96;
        Assert.Equal(8, (Axis - circles[1].Y) / (Axis - circles[2].Y), 0.05);
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "Ours & theirs");
        Assert.Contains(svg.Descendants(s_svg + "text"), text => text.Value == "a < b");
    }

    [Theory]
    [InlineData(16, 8, 2)]
    [InlineData(163, 6, 50)]
    [InlineData(6.5, 6, 2)]
    [InlineData(6000, 6, 1000)]
    public void Step_Any_IsRound(double max, int steps, double expected) => Assert.Equal(expected, LineChart.Step(max, steps), 1e-9);

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
