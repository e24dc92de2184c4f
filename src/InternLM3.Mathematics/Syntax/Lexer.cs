namespace InternLM3.Mathematics.Syntax;

/// <summary>
/// Splits a text into tokens. Unicode operators and full-width forms become their ASCII forms, LaTeX commands become names or operators,
/// and LaTeX spaces and dollar signs are dropped.
/// </summary>
internal static class Lexer
{
    private const string Symbols = "+-*/^()[]{},;=!%|°√<>";

    private static readonly Dictionary<char, string> s_characters = new()
    {
        ['×'] = "*", ['·'] = "*", ['⋅'] = "*", ['∙'] = "*", ['∗'] = "*", ['÷'] = "/",
        ['∕'] = "/", ['−'] = "-", ['–'] = "-", ['²'] = "^(2)", ['³'] = "^(3)",
        ['，'] = ",", ['；'] = ";", ['、'] = ",", ['π'] = " pi ", ['τ'] = " tau ", ['∞'] = " inf ",
    };

    // Empty: a space, or a sizing command without meaning.
    private static readonly Dictionary<string, string> s_commands = new()
    {
        ["cdot"] = "*", ["times"] = "*", ["ast"] = "*", ["div"] = "/", ["left"] = "",
        ["right"] = "", ["big"] = "", ["Big"] = "", ["bigl"] = "", ["bigr"] = "",
        ["displaystyle"] = "", ["quad"] = "", ["qquad"] = "", ["lvert"] = "|",
        ["rvert"] = "|", ["bmod"] = "%%", ["mod"] = "%%", ["circ"] = "°", ["degree"] = "°",
        ["lbrace"] = "(", ["rbrace"] = ")", ["dfrac"] = "frac", ["tfrac"] = "frac",
        ["cfrac"] = "frac", ["dbinom"] = "binom", ["tbinom"] = "binom", ["infty"] = "inf",
        ["leq"] = "<", ["geq"] = ">", ["lt"] = "<", ["gt"] = ">",
    };

    /// <summary>Splits a text into tokens.</summary>
    /// <exception cref="MathException">The text is too long, or has a character without meaning.</exception>
    public static List<Token> Read(string text, MathLimits limits)
    {
        if (text.Length > limits.InputLength)
        {
            throw new MathException($"The input has {text.Length} characters, and {limits.InputLength} are allowed.");
        }

        var source = Plain(text);
        var tokens = new List<Token>();
        var spaced = false;
        for (var at = 0; at < source.Length;)
        {
            var start = at;
            var c = source[at];
            if (char.IsWhiteSpace(c) || c is '$' or '&' or '~')
            {
                at++;
                spaced = true;
                continue;
            }

            var token = char.IsAsciiDigit(c) || (c == '.' && at + 1 < source.Length && char.IsAsciiDigit(source[at + 1]))
                ? Number(source, ref at)
                : char.IsLetter(c) ? Name(source, ref at)
                : c == '\\' ? Command(source, ref at)
                : Symbol(source, ref at);
            if (token is { } found)
            {
                tokens.Add(found with { At = start, Spaced = spaced });
                spaced = false;
            }
            else
            {
                spaced = true;
            }
        }

        tokens.Add(new Token(TokenKind.End, "the end", source.Length, spaced));
        return tokens;
    }

    private static string Plain(string text)
    {
        var plain = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            // Full-width forms lie 0xFEE0 above ASCII.
            _ = s_characters.TryGetValue(c, out var instead) ? plain.Append(instead)
                : plain.Append(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c);
        }

        return plain.ToString();
    }

    private static Token? Number(string text, ref int at)
    {
        var start = at;
        Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            Digits(text, ref at);
        }

        // An exponent only with digits behind it: 2e is 2 times e.
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var after = at + 1;
            after += after < text.Length && text[after] is '+' or '-' ? 1 : 0;
            if (after < text.Length && char.IsAsciiDigit(text[after]))
            {
                at = after;
                Digits(text, ref at);
            }
        }

        return new Token(TokenKind.Number, text[start..at], 0, false);
    }

    private static void Digits(string text, ref int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }
    }

    private static Token? Name(string text, ref int at)
    {
        var start = at;
        while (at < text.Length
            && (char.IsLetterOrDigit(text[at]) || (text[at] == '_' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]))))
        {
            at++;
        }

        return new Token(TokenKind.Name, text[start..at], 0, false);
    }

    private static Token? Command(string text, ref int at)
    {
        var start = ++at;
        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        if (at == start)
        {
            // \, \; \! and "\ " are spaces, \( \) \[ \] delimit; \{ and \} are brackets and \% is per cent.
            var c = at < text.Length ? text[at++] : ' ';
            return c is '{' or '}' or '%' ? new Token(TokenKind.Symbol, c == '{' ? "(" : c == '}' ? ")" : "%", 0, false)
                : c == '|' ? new Token(TokenKind.Symbol, "|", 0, false)
                : c is ',' or ';' or '!' or ':' or ' ' or '(' or ')' or '[' or ']' or '\\' ? null
                : throw new MathException($"\"\\{c}\" is not known in a formula.");
        }

        var name = text[start..at];
        return !s_commands.TryGetValue(name, out var instead) ? new Token(TokenKind.Name, name, 0, false)
            : instead.Length == 0 ? null
            : new Token(char.IsAsciiLetter(instead[0]) ? TokenKind.Name : TokenKind.Symbol, instead, 0, false);
    }

    private static Token? Symbol(string text, ref int at)
    {
        foreach (var two in (string[])["**", "!!", "=="])
        {
            if (string.CompareOrdinal(text, at, two, 0, 2) == 0)
            {
                at += 2;
                return new Token(TokenKind.Symbol, two == "**" ? "^" : two == "==" ? "=" : two, 0, false);
            }
        }

        var c = text[at++];
        return c == '_' || Symbols.Contains(c, StringComparison.Ordinal)
            ? new Token(TokenKind.Symbol, c.ToString(), 0, false)
            : throw new MathException(char.IsControl(c) || char.IsSurrogate(c)
                ? $"A character (U+{(int)c:X4}) means nothing in a formula."
                : $"\"{c}\" means nothing in a formula.");
    }
}
