using InternLM3.Mathematics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Parses functions and commands with arguments: fractions, roots, logarithms, powers of a function.</summary>
internal sealed class FunctionParser(AnswerParser parser, AnswerTokenReader tokens)
{
    /// <summary>Reads the rest after a function's name.</summary>
    public Expr Read(string name) => name switch
    {
        "frac" => Expr.Of(ExprKind.Divide, Argument(), Argument()),
        "binom" when !tokens.Current.IsOperator("(") => Expr.Call("binom", Argument(), Argument()),
        "sqrt" => Root(),
        _ => Call(name),
    };

    /// <summary>Reads one argument of a LaTeX command: a group, or one digit or token.</summary>
    public Expr Argument()
    {
        if (tokens.Accept("{"))
        {
            var inner = parser.List();
            tokens.Expect("}");
            return inner;
        }

        return tokens.Current.Kind switch
        {
            AnswerTokenKind.Number => Numerals.Read(tokens.NextDigit()),
            AnswerTokenKind.Symbol => Expr.Symbol(tokens.Next().Text),
            _ => parser.Expression(60),
        };
    }

    /// <summary>Reads a proper fraction of two whole numbers if one follows; otherwise takes nothing.</summary>
    public Expr? NumberFraction()
    {
        // frac { n } { m }, or frac with two digits in one token.
        if (tokens.Peek(1).IsOperator("{") && tokens.Peek(3).IsOperator("}")
            && tokens.Peek(4).IsOperator("{") && tokens.Peek(6).IsOperator("}")
            && Whole(tokens.Peek(2)) is { } numerator && Whole(tokens.Peek(5)) is { } denominator)
        {
            return Take(7, numerator, denominator);
        }

        return tokens.Peek(1) is { Kind: AnswerTokenKind.Number, Text: [>= '0' and <= '9', >= '0' and <= '9'] digits }
            ? Take(2, Numerals.Read(digits[..1]), Numerals.Read(digits[1..]))
            : null;
    }

    private static Expr? Whole(AnswerToken token) =>
        token.Kind == AnswerTokenKind.Number && token.Text.All(char.IsAsciiDigit) ? Numerals.Read(token.Text) : null;

    private Expr? Take(int count, Expr numerator, Expr denominator)
    {
        if (numerator.Value.Numerator >= denominator.Value.Numerator)
        {
            return null;
        }

        for (var i = 0; i < count; i++)
        {
            tokens.Next();
        }

        return Expr.Of(ExprKind.Divide, numerator, denominator);
    }

    private Expr Root()
    {
        Expr? index = null;
        if (tokens.Accept("["))
        {
            index = parser.Expression(0);
            tokens.Expect("]");
        }

        // \sqrt2 and \sqrt12 take the whole number, because models write them so.
        var radicand = tokens.Current.IsOperator("{") ? Argument()
            : tokens.Current.Kind == AnswerTokenKind.Number ? Numerals.Read(tokens.Next().Text)
            : parser.Expression(60);
        return index is null ? Expr.Call("sqrt", radicand) : Expr.Call("root", radicand, index);
    }

    private Expr Call(string name)
    {
        Expr? power = null;
        Expr? index = null;
        while (tokens.Current.IsOperator("^") || tokens.Current.IsOperator("_"))
        {
            if (tokens.Next().Text == "_")
            {
                index = Argument();
            }
            else
            {
                power = Argument();
            }
        }

        if (power is { Kind: ExprKind.Negate, Arguments: [{ Kind: ExprKind.Number } one] } && one.Value == Rational.One)
        {
            (name, power) = ("arc" + name, null);
        }

        var arguments = Arguments();
        var call = (name, index) switch
        {
            ("ln", not null) => Expr.Of(ExprKind.Divide, Expr.Call("ln", arguments), Expr.Call("ln", index)),
            (_, null) => Expr.Call(name, arguments),
            _ => Expr.Call(name + "_" + index, arguments),
        };
        return power is null ? call : Expr.Of(ExprKind.Power, call, power);
    }

    private Expr[] Arguments()
    {
        if (tokens.Accept("("))
        {
            var inner = parser.List();
            tokens.Expect(")");
            return inner.Kind == ExprKind.List ? inner.Arguments : [inner];
        }

        if (tokens.Current.IsOperator("{"))
        {
            return [Argument()];
        }

        if (tokens.Current.Kind == AnswerTokenKind.End)
        {
            throw new MathSyntaxException("no argument");
        }

        // \sin 2x \cos x: factors side by side up to an operator or the next function.
        if (tokens.Accept("-"))
        {
            return [Expr.Of(ExprKind.Negate, parser.Factor())];
        }

        var factors = new List<Expr> { parser.Factor() };
        while (parser.StartsFactor(tokens.Current) && !tokens.Current.IsOperator("(")
            && (tokens.Current.Kind != AnswerTokenKind.Function || tokens.Current.Text is "frac" or "sqrt" or "binom"))
        {
            factors.Add(parser.Factor());
        }

        return [factors.Count == 1 ? factors[0] : Expr.Of(ExprKind.Multiply, [.. factors])];
    }
}
