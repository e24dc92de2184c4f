using System.Collections.Frozen;
using InternLM3.Constraints.Automata;

namespace InternLM3.Constraints.Schemas;

/// <summary>The formats of strings that are enforced, as regular expressions; shared by all grammars.</summary>
internal static class StringFormats
{
    private const string Year = @"(\d{3}[1-9]|\d\d[1-9]\d|\d[1-9]\d\d|[1-9]\d{3})";
    private const string LeapYear = @"(\d\d(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)";

    // RFC 3339 full-date, from year 1, with the days each month has.
    private const string Date =
        $@"({Year}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|{LeapYear}-02-29)";

    // RFC 3339 full-time without leap seconds, which .NET cannot hold, and with at most the seven digits of a second that it can.
    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,7})?(Z|[+-](0\d|1[0-3]):[0-5]\d)";

    private const string Octet = @"(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])";
    private const string Label = @"[A-Za-z0-9]([A-Za-z0-9\-]{0,61}[A-Za-z0-9])?";
    private const string Host = $@"{Label}(\.{Label}){{0,3}}";
    private const string Atom = @"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]{1,31}";
    private const string PathChar = @"([A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})";
    private const string Tail = $@"({PathChar}|[/?])*";

    private static readonly FrozenDictionary<string, Lazy<TableRule>> s_rules = new Dictionary<string, string>
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["duration"] = @"P(\d{1,9}W|(\d{1,9}Y(\d{1,9}M(\d{1,9}D)?)?|\d{1,9}M(\d{1,9}D)?|\d{1,9}D)(T{0})?|T{0})"
            .Replace("{0}", @"(\d{1,9}H(\d{1,9}M(\d{1,9}S)?)?|\d{1,9}M(\d{1,9}S)?|\d{1,9}S)", StringComparison.Ordinal),
        ["uuid"] = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
        ["ipv4"] = $@"{Octet}(\.{Octet}){{3}}",
        ["hostname"] = Host,
        ["email"] = $@"{Atom}(\.{Atom})?@{Label}(\.{Label}){{0,2}}\.[A-Za-z]{{2,24}}",
        ["uri"] = $@"[A-Za-z][A-Za-z0-9+.\-]{{1,31}}:(//{Host}(:(0|[1-9]\d{{0,3}}))?(/{PathChar}*)*|{PathChar}+(/{PathChar}*)*)"
            + $@"(\?{Tail})?(#{Tail})?",
    }.ToFrozenDictionary(p => p.Key, p => new Lazy<TableRule>(() => Build(p.Key, p.Value)));

    /// <summary>The rule of a format.</summary>
    /// <exception cref="SchemaException">The format is not enforced.</exception>
    public static TableRule Find(string format, string location)
    {
        if (!s_rules.TryGetValue(format, out var rule))
        {
            var known = string.Join(", ", s_rules.Keys.Order());
            throw new SchemaException(
                location, $"the format '{format}' is not supported for strings; use one of {known}, or a pattern.");
        }
        return rule.Value;
    }

    private static TableRule Build(string format, string pattern)
    {
        var rules = new RuleSet();
        var rule = rules.Add(format, (nfa, from) => StringFragment.AppendPattern(nfa, from, $"^({pattern})$", format));
        rules.Complete();
        return rule;
    }
}
