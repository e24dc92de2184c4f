using System.Text.Json.Nodes;

namespace InternLM3.Benchmarks.Measuring;

/// <summary>
/// The samples of a run by name, one a round. A ratio of two figures is the median of the ratios of their rounds, so that a machine
/// that slows down between rounds does not move it.
/// </summary>
internal sealed class Figures
{
    private readonly Dictionary<string, List<double>> _samples = [];

    /// <summary>The names, in the order they came.</summary>
    public IEnumerable<string> Names => _samples.Keys;

    /// <summary>Adds the sample of a round.</summary>
    public void Add(string name, double value)
    {
        if (!_samples.TryGetValue(name, out var samples))
        {
            _samples[name] = samples = [];
        }

        samples.Add(value);
    }

    /// <summary>Whether there is such a figure.</summary>
    public bool Has(string name) => _samples.ContainsKey(name);

    /// <summary>The median of a figure.</summary>
    public double Median(string name) => Statistics.Median(_samples[name]);

    /// <summary>The median of the rounds' ratios, or null when one of the two was not measured.</summary>
    public double? Ratio(string numerator, string denominator) => Has(numerator) && Has(denominator)
        ? Statistics.Median([.. _samples[numerator].Zip(_samples[denominator], (above, below) => above / below)])
        : null;

    /// <summary>Each figure's median, least and greatest sample and number of rounds.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (name, samples) in _samples)
        {
            json[name] = new JsonObject
            {
                ["median"] = Round(Statistics.Median(samples)),
                ["min"] = Round(samples.Min()),
                ["max"] = Round(samples.Max()),
                ["rounds"] = samples.Count,
            };
        }

        return json;
    }

    /// <summary>Five significant digits: more would be noise.</summary>
    public static double Round(double value) =>
        value == 0 || !double.IsFinite(value) ? value : double.Parse(value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
