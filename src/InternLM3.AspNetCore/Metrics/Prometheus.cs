using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace InternLM3.AspNetCore.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4.</summary>
internal sealed class Prometheus
{
    /// <summary>The kind of a histogram.</summary>
    public const string Histogram = "histogram";

    private const string Prefix = "internlm3:";
    private readonly StringBuilder _text = new();

    /// <summary>An instrument's kind in Prometheus' words.</summary>
    public static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Histogram`1" => Histogram,
        "Counter`1" or "ObservableCounter`1" => "counter",
        _ => "gauge",
    };

    /// <summary>Adds an instrument.</summary>
    public void Add(string name, Instrument instrument, Series series)
    {
        var kind = KindOf(instrument);
        Head(name, instrument.Description ?? "", kind);
        var (sum, count, buckets) = series.Read();
        if (kind != Histogram)
        {
            Line(name, "", sum);
            return;
        }

        foreach (var (bound, below) in buckets)
        {
            Line($"{name}_bucket", $"le=\"{Number(bound)}\"", below);
        }

        Line($"{name}_bucket", "le=\"+Inf\"", count);
        Line($"{name}_sum", "", sum);
        Line($"{name}_count", "", count);
    }

    /// <summary>Adds a gauge.</summary>
    public void Add(string name, string help, double value)
    {
        Head(name, help, "gauge");
        Line(name, "", value);
    }

    /// <summary>Adds the counts of requests.</summary>
    public void Add(string name, string help, IEnumerable<(string Endpoint, int Status, long Count)> counts)
    {
        Head(name, help, "counter");
        foreach (var (endpoint, status, count) in counts)
        {
            Line(name, string.Create(CultureInfo.InvariantCulture, $"endpoint=\"{endpoint}\",status=\"{status}\""), count);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private void Head(string name, string help, string kind) => _text
        .Append("# HELP ").Append(Prefix).Append(name).Append(' ').Append(help)
        .Append("\n# TYPE ").Append(Prefix).Append(name).Append(' ').Append(kind).Append('\n');

    private void Line(string name, string labels, double value)
    {
        _text.Append(Prefix).Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }
}
