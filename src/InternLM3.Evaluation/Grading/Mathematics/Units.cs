using System.Collections.Frozen;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Units of measure and money, with one canonical spelling for each.</summary>
internal static class Units
{
    private static readonly FrozenDictionary<string, string> s_names = Names();

    // These may also be variables ("m", "g", "s", "L"), so they are units in \text{} only.
    private static readonly FrozenSet<string> s_onlyInText =
        new[] { "m", "g", "s", "h", "l", "L", "N", "J", "W", "V", "K", "A", "F", "C", "in", "a", "d" }.ToFrozenSet();

    /// <summary>
    /// The canonical spelling of a phrase of units ("square inches", "m/s", "miles per hour"); null when one of its words is not a unit.
    /// </summary>
    public static string? Canonical(string phrase, bool inText)
    {
        if (phrase.Length > 60)
        {
            return null;
        }

        var (result, power, known) = ("", "", false);
        foreach (var word in phrase
            .Replace("/", " per ", StringComparison.Ordinal)
            .Replace("²", "^2", StringComparison.Ordinal)
            .Replace("³", "^3", StringComparison.Ordinal)
            .Replace("{", "", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal)
            .Split((char[])[' ', '~', '\\', ',', '-'], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, exponent) = word.Split('^', 2) is [var left, var right] ? (left, "^" + right) : (word, "");
            if (name is "per" or "an" or "a" or "each")
            {
                result += known ? "/" : "";
            }
            else if (name.ToLowerInvariant() is "square" or "sq" or "sq." or "cubic" or "cu")
            {
                power = name[0] is 's' or 'S' ? "^2" : "^3";
            }
            else if (name is "squared" or "cubed" && known)
            {
                result += name == "squared" ? "^2" : "^3";
            }
            else if (name is "units" or "unit")
            {
                known = true;
            }
            else if (Find(name, inText) is { } unit)
            {
                (result, power, known) = (result + unit + exponent + power, "", true);
            }
            else
            {
                return null;
            }
        }

        return known ? result + (power.Length > 0 && result.Length > 0 ? power : "") : null;
    }

    private static string? Find(string word, bool inText)
    {
        word = word.TrimEnd('.');
        return !inText && s_onlyInText.Contains(word) ? null
            : s_names.TryGetValue(word, out var name) || s_names.TryGetValue(word.ToLowerInvariant(), out name) ? name
            : null;
    }

    private static FrozenDictionary<string, string> Names()
    {
        string[] lines =
        [
            "m meter meters metre metres", "cm centimeter centimeters centimetre centimetres",
            "mm millimeter millimeters millimetre millimetres", "km kilometer kilometers kilometre kilometres",
            "in inch inches", "ft foot feet", "yd yard yards", "mi mile miles", "mi/h mph", "km/h kph kmh",
            "g gram grams", "kg kilogram kilograms", "mg milligram milligrams",
            "lb lbs pound pounds", "oz ounce ounces", "ton tons tonne tonnes",
            "s sec secs second seconds", "min mins minute minutes", "h hr hrs hour hours",
            "day days d", "week weeks", "month months", "year years yr yrs",
            "L l liter liters litre litres", "mL ml milliliter milliliters",
            "gallon gallons gal", "cup cups", "acre acres", "hectare hectares ha",
            "degree degrees deg", "rad radian radians", "N newton newtons", "J joule joules",
            "kJ kilojoule kilojoules", "W watt watts", "kW kilowatt kilowatts", "V volt volts", "A ampere amperes amps",
            "Pa pascal pascals", "Hz hertz", "K kelvin", "C celsius", "F fahrenheit", "mol mole moles",
            "dollar dollars USD usd", "cent cents", "euro euros EUR", "yuan RMB rmb CNY 元", "rupee rupees", "percent",
        ];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var words in lines.Select(line => line.Split(' ')))
        {
            foreach (var word in words)
            {
                names.TryAdd(word, words[0]);
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
