using System.Globalization;

namespace InternLM3.Constraints.Patterns;

/// <summary>
/// Reads a regular expression of the documented subset: literals, <c>.</c>, classes, <c>\d \w \s</c> and their complements, character
/// escapes, groups, alternation, the quantifiers <c>* + ? {m} {m,} {m,n}</c> (lazy ones too: they match the same texts), and anchors
/// at the ends.
/// </summary>
internal sealed class PatternParser
{
    private const int MaxRepeat = 10_000;
    private const int MaxGroups = 200;

    private readonly string _pattern;
    private readonly string _location;
    private int _at;
    private int _open;

    private PatternParser(string pattern, string location) => (_pattern, _location) = (pattern, location);

    private bool AtEnd => _at == _pattern.Length;

    /// <summary>Reads an expression that is to match a text as a whole.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="location">Where it stands, for errors.</param>
    /// <exception cref="SchemaException">It is malformed or beyond the subset.</exception>
    public static PatternNode Parse(string pattern, string location) => Parse(pattern, location, search: false);

    /// <summary>Reads an expression that is to match somewhere in a text, and returns the tree that matches all such texts whole.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="location">Where it stands, for errors.</param>
    /// <exception cref="SchemaException">It is malformed or beyond the subset.</exception>
    public static PatternNode ParseSearch(string pattern, string location) => Parse(pattern, location, search: true);

    private static PatternNode Parse(string pattern, string location, bool search)
    {
        var parser = new PatternParser(pattern, location);
        var tree = parser.Choice();
        if (!parser.AtEnd)
        {
            throw parser.Error("')' without '('");
        }
        return PatternAnchors.Resolve(tree, search, location);
    }

    private PatternNode Choice()
    {
        var branches = new List<PatternNode> { Sequence() };
        while (TryRead('|'))
        {
            branches.Add(Sequence());
        }
        return branches.Count == 1 ? branches[0] : new PatternNode.Choice(branches);
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && _pattern[_at] is not ('|' or ')'))
        {
            parts.Add(Quantified(Atom()));
        }
        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode Atom()
    {
        switch (_pattern[_at])
        {
            case '(':
                return Group();
            case '[':
                _at++;
                return new PatternNode.Set(new PatternClassParser(_pattern, _location, _at).Read(out _at));
            case '.':
                _at++;
                return new PatternNode.Set(PatternClasses.Dot);
            case '^':
                _at++;
                return new PatternNode.Anchor(true);
            case '$':
                _at++;
                return new PatternNode.Anchor(false);
            case '*' or '+' or '?' or '{':
                throw Error($"'{_pattern[_at]}' with nothing to repeat; write '\\{_pattern[_at]}' for the character itself");
            default:
                return new PatternNode.Set(PatternEscape.Read(_pattern, ref _at, _location, inClass: false));
        }
    }

    private PatternNode Group()
    {
        _at++;
        if (TryRead('?') && !TryRead(':'))
        {
            var rest = _pattern.AsSpan(_at);
            if (rest is ['=' or '!', ..] or ['<', '=' or '!', ..])
            {
                throw Error(rest[0] == '<'
                    ? "lookbehind '(?<' is not supported; describe the whole text"
                    : "lookahead '(?" + rest[0] + "' is not supported; describe the whole text");
            }
            var close = rest.IndexOf('>');
            if (rest is not ['<', ..] || close < 2 || !rest[1..close].ToString().All(static c => char.IsLetterOrDigit(c) || c == '_'))
            {
                var sign = rest.IsEmpty ? "" : rest[0].ToString();
                throw Error($"the group '(?{sign}' (inline flags, atomic and conditional groups) is not supported; use '(?:'");
            }
            _at += close + 1;
        }
        if (++_open > MaxGroups)
        {
            throw Error($"more than {MaxGroups} groups in one another");
        }
        var inner = Choice();
        if (!TryRead(')'))
        {
            throw Error("'(' without ')'");
        }
        _open--;
        return inner;
    }

    private PatternNode Quantified(PatternNode atom)
    {
        if (AtEnd || !"*+?{".Contains(_pattern[_at], StringComparison.Ordinal))
        {
            return atom;
        }
        if (atom is PatternNode.Anchor)
        {
            throw Error("a repeated anchor");
        }
        int min;
        int? max;
        switch (_pattern[_at++])
        {
            case '*':
                (min, max) = (0, null);
                break;
            case '+':
                (min, max) = (1, null);
                break;
            case '?':
                (min, max) = (0, 1);
                break;
            default:
                min = Number();
                max = min;
                if (TryRead(','))
                {
                    max = !AtEnd && _pattern[_at] == '}' ? null : Number();
                }
                if (!TryRead('}') || max < min)
                {
                    throw Error("a quantifier that is none of {m}, {m,}, {m,n} with m at most n; write '\\{' for the character itself");
                }
                break;
        }
        if (!AtEnd && _pattern[_at] is '+')
        {
            throw Error("a possessive quantifier is not supported; drop the second '+'");
        }
        // A lazy quantifier matches the same texts.
        TryRead('?');
        if (!AtEnd && "*+?{".Contains(_pattern[_at], StringComparison.Ordinal))
        {
            throw Error("a quantifier after a quantifier");
        }
        return new PatternNode.Repeat(atom, min, max);
    }

    private int Number()
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(_pattern[_at]))
        {
            _at++;
        }
        var digits = _pattern.AsSpan(start, _at - start);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxRepeat)
        {
            throw Error($"a quantifier needs numbers of at most {MaxRepeat}; write '\\{{' for the character itself");
        }
        return number;
    }

    private bool TryRead(char c)
    {
        if (AtEnd || _pattern[_at] != c)
        {
            return false;
        }
        _at++;
        return true;
    }

    private SchemaException Error(string problem) => PatternEscape.Error(_pattern, _location, _at, problem);
}
