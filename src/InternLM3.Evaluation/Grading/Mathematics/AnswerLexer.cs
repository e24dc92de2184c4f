using System.Buffers;
using System.Globalization;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Splits an answer in LaTeX or plain text into tokens, without layout.</summary>
internal sealed class AnswerLexer
{
    private const int MaxTokens = 1_200;
    private const int MaxNesting = 4;

    private static readonly SearchValues<char> s_mathematics = SearchValues.Create("\\0123456789=+$");

    private readonly string _text;
    private readonly bool _thousands;
    private readonly int _nesting;
    private readonly List<AnswerToken> _tokens;
    private int _at;
    private int _brackets;
    private bool _spaced;

    private AnswerLexer(string text, bool thousands, List<AnswerToken> tokens, int nesting) =>
        (_text, _thousands, _tokens, _nesting) = (text, thousands, tokens, nesting);

    /// <summary>Reads all tokens.</summary>
    /// <param name="text">The answer, cleaned by <see cref="AnswerText"/>.</param>
    /// <param name="thousands">Whether <c>1,234</c> outside brackets is one number instead of two.</param>
    public static List<AnswerToken> Read(string text, bool thousands)
    {
        var tokens = new List<AnswerToken>();
        new AnswerLexer(text, thousands, tokens, 0).Run();
        return tokens;
    }

    private void Run()
    {
        while (_at < _text.Length)
        {
            if (_tokens.Count > MaxTokens)
            {
                throw new MathSyntaxException("too many tokens");
            }

            var c = _text[_at];
            if (char.IsWhiteSpace(c) || c is '~' or '"' or '?')
            {
                (_at, _spaced) = (_at + 1, true);
            }
            else if (c == '\\')
            {
                Command();
            }
            else if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
            {
                Number();
            }
            else if (char.IsLetter(c))
            {
                Word();
            }
            else
            {
                Mark(c);
            }
        }
    }

    private void Add(AnswerTokenKind kind, string text)
    {
        _tokens.Add(new AnswerToken(kind, text, _spaced));
        _spaced = false;
    }

    private void Mark(char c)
    {
        var next = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        var (kind, text, length) = (c, next) switch
        {
            ('<', '=') => (AnswerTokenKind.Relation, "≤", 2),
            ('>', '=') => (AnswerTokenKind.Relation, "≥", 2),
            ('!', '=') => (AnswerTokenKind.Relation, "≠", 2),
            ('=', '=') => (AnswerTokenKind.Relation, "=", 2),
            ('-', '>') => (AnswerTokenKind.Relation, "→", 2),
            ('*', '*') => (AnswerTokenKind.Operator, "^", 2),
            ('<' or '>' or '=', _) => (AnswerTokenKind.Relation, c.ToString(), 1),
            (',' or ';', _) => (AnswerTokenKind.Separator, ",", 1),
            ('€' or '£' or '¥' or '¢', _) => (AnswerTokenKind.Operator, "$" + c, 1),
            ('^', _) when DegreeAt(_at) is > 0 and var degree => (AnswerTokenKind.Operator, "°", degree),
            _ => (AnswerTokenKind.Operator, c.ToString(), 1),
        };
        _brackets += c is '(' or '[' ? 1 : c is ')' or ']' ? -1 : 0;
        _at += length;
        if (c != '.')
        {
            Add(kind, text);
        }
    }

    /// <summary>The length of <c>^\circ</c> or <c>^{\circ}</c> at a place, or 0.</summary>
    private int DegreeAt(int at)
    {
        foreach (var form in (ReadOnlySpan<string>)["^\\circ", "^{\\circ}", "^\\degree", "^{\\degree}", "^{ \\circ }", "^ \\circ"])
        {
            if (string.CompareOrdinal(_text, at, form, 0, form.Length) == 0)
            {
                return form.Length;
            }
        }

        return 0;
    }

    private void Number()
    {
        var (number, end) = NumberScanner.Read(_text, _at, _thousands && _brackets <= 0);
        _at = end;
        Add(AnswerTokenKind.Number, number);
    }

    private void Word()
    {
        var start = _at;
        while (_at < _text.Length && char.IsLetter(_text[_at]) && char.IsAscii(_text[_at]) == char.IsAscii(_text[start]))
        {
            _at++;
        }

        var word = _text[start.._at];
        if (word == "per" && _tokens.Count > 0 && _tokens[^1].Kind == AnswerTokenKind.Unit)
        {
            Add(AnswerTokenKind.Operator, "/");
        }
        else if (word == "U" && _tokens.Count > 0 && _tokens[^1].Text is ")" or "]" && _text.AsSpan(_at).TrimStart() is ['(' or '[', ..])
        {
            Add(AnswerTokenKind.Operator, "∪");
        }
        else
        {
            AddWord(word, inText: !char.IsAscii(word[0]));
        }
    }

    private void AddWord(string word, bool inText)
    {
        if (Vocabulary.Word(word) is { } known)
        {
            Add(known.Kind, known.Text);
        }
        else if (FollowsOperand() && Units.Canonical(word, inText) is { } unit)
        {
            Add(AnswerTokenKind.Unit, unit);
        }
        else if (Vocabulary.LeadingFunction(word) is { } function)
        {
            Add(AnswerTokenKind.Function, Vocabulary.Word(function)!.Value.Text);
            AddLetters(word.AsSpan(function.Length));
        }
        else if (word.Length > 3 || !char.IsAscii(word[0]))
        {
            Add(AnswerTokenKind.Text, word.ToLowerInvariant());
        }
        else
        {
            AddLetters(word);
        }
    }

    private void AddLetters(ReadOnlySpan<char> letters)
    {
        foreach (var letter in letters)
        {
            Add(AnswerTokenKind.Symbol, letter.ToString());
        }
    }

    private bool FollowsOperand() =>
        _tokens.Count > 0
        && _tokens[^1] is { Kind: AnswerTokenKind.Number or AnswerTokenKind.Symbol or AnswerTokenKind.Unit or AnswerTokenKind.Text }
            or { Text: ")" or "]" or "}" or "/" or "°" };

    private void Command()
    {
        var start = ++_at;
        while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
        {
            _at++;
        }

        if (_at == start)
        {
            Escaped();
            return;
        }

        var name = _text[start.._at];
        if (name is "begin" or "end")
        {
            Add(AnswerTokenKind.Environment, name + ":" + Group().TrimEnd('*'));
            if (_tokens[^1].Text == "begin:array" && _at < _text.Length && _text[_at] == '{')
            {
                Group();
            }
        }
        else if (Vocabulary.Words.Contains(name))
        {
            Phrase(Group());
        }
        else if (Vocabulary.Upright.Contains(name))
        {
            UprightLetters(Group());
        }
        else if (name == "mathbb")
        {
            Add(AnswerTokenKind.Symbol, "bb" + Group());
        }
        else if (!Vocabulary.Layout.Contains(name))
        {
            var token = Vocabulary.Command(name);
            Add(token.Kind, token.Text);
        }
        else if (name is "left" or "right" && _at < _text.Length && _text[_at] == '.')
        {
            _at++;
        }
    }

    private void Escaped()
    {
        var c = _at < _text.Length ? _text[_at++] : ' ';
        switch (c)
        {
            case '{' or '}':
                _brackets += c == '{' ? 1 : -1;
                Add(AnswerTokenKind.Operator, "\\" + c);
                break;
            case '\\':
                Add(AnswerTokenKind.Operator, "\\\\");
                break;
            case '|' or '%' or '$' or '&':
                Add(AnswerTokenKind.Operator, c.ToString());
                break;
            default:
                _spaced = true;
                break;
        }
    }

    /// <summary>Takes the content of the braces that follow, or the next character.</summary>
    private string Group()
    {
        while (_at < _text.Length && (_text[_at] == ' ' || _text[_at] == '*'))
        {
            _at++;
        }

        if (_at >= _text.Length || _text[_at] != '{')
        {
            return _at < _text.Length ? _text[_at++].ToString(CultureInfo.InvariantCulture) : "";
        }

        var (start, depth) = (++_at, 1);
        for (; _at < _text.Length; _at++)
        {
            depth += _text[_at] == '{' ? 1 : _text[_at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return _text[start.._at++];
            }
        }

        return _text[start..];
    }

    private void Phrase(string phrase)
    {
        var words = phrase.Trim().TrimEnd('.', ':').Trim();
        var bare = words.Trim('(', ')', ' ');
        if (words.Length == 0)
        {
            _spaced = true;
        }
        else if (bare.Trim(',', ';', ' ') is "and" or "or" or "")
        {
            Add(AnswerTokenKind.Separator, bare.Trim(',', ';', ' ') == "or" ? "or" : "and");
        }
        else if (FollowsOperand() && Units.Canonical(words, inText: true) is { } unit)
        {
            Add(AnswerTokenKind.Unit, unit);
        }
        else if (bare.Length == 1 && char.IsLetter(bare[0]))
        {
            Add(AnswerTokenKind.Symbol, bare);
        }
        else if (words.AsSpan().ContainsAny(s_mathematics))
        {
            Inline(words.Replace("$", "", StringComparison.Ordinal));
        }
        else
        {
            Add(AnswerTokenKind.Text, AnswerText.Words(words));
        }
    }

    private void UprightLetters(string group)
    {
        var word = group.Trim().Trim('~').Trim();
        if (Vocabulary.Word(word) is { } known)
        {
            Add(known.Kind, known.Text);
        }
        else if (word.Length > 1 && word.All(c => char.IsLetter(c) || c is ' ' or '/' or '.')
            || (FollowsOperand() && Units.Canonical(word, inText: true) is not null))
        {
            Phrase(word);
        }
        else
        {
            Inline(word);
        }
    }

    private void Inline(string text)
    {
        if (_nesting == MaxNesting)
        {
            throw new MathSyntaxException("nested too deep");
        }

        new AnswerLexer(text, _thousands, _tokens, _nesting + 1) { _spaced = true, _brackets = _brackets }.Run();
    }
}
