namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>
/// Parses an answer by operator precedence (Pratt), with the forms of answers: lists, relations, intervals, units, ±.
/// </summary>
internal sealed class AnswerParser
{
    private const int MaxDepth = 60;
    private const int MaxTreeDepth = 250;

    private const int UnitPower = 18;
    private const int SumPower = 20;
    private const int ProductPower = 30;
    private const int PowerPower = 50;
    private const int PostfixPower = 60;

    private readonly AnswerTokenReader _tokens;
    private readonly BracketParser _brackets;
    private readonly FunctionParser _functions;
    private int _depth;

    private AnswerParser(List<AnswerToken> tokens)
    {
        _tokens = new AnswerTokenReader(tokens);
        _brackets = new BracketParser(this, _tokens);
        _functions = new FunctionParser(this, _tokens);
    }

    /// <summary>Parses all tokens.</summary>
    /// <exception cref="MathSyntaxException">The tokens are not an answer of this grammar.</exception>
    public static Expr Read(List<AnswerToken> tokens)
    {
        var parser = new AnswerParser(tokens);
        var answer = parser.List();
        return parser._tokens.Current.Kind == AnswerTokenKind.End && answer.Depth <= MaxTreeDepth
            ? answer
            : throw new MathSyntaxException("left over");
    }

    /// <summary>Reads answers side by side as a list; a single one is returned itself.</summary>
    public Expr List()
    {
        var items = new List<Expr> { Item() };
        var or = false;
        while (_tokens.Current.Kind == AnswerTokenKind.Separator)
        {
            do
            {
                or |= _tokens.Next().Text == "or";
            }
            while (_tokens.Current.Kind == AnswerTokenKind.Separator);
            if (_tokens.Current.Kind != AnswerTokenKind.End)
            {
                items.Add(Item());
            }
        }

        return items.Count == 1 ? items[0] : new Expr(ExprKind.List, or ? "or" : "", [.. items]);
    }

    /// <summary>Reads one answer: an expression, or a chain of relations.</summary>
    public Expr Item()
    {
        if (_tokens.Current.Is(AnswerTokenKind.Relation, "="))
        {
            _tokens.Next();
        }

        var parts = new List<Expr> { Sets() };
        var relations = "";
        while (_tokens.Current.Kind == AnswerTokenKind.Relation)
        {
            relations += _tokens.Next().Text;
            parts.Add(Sets());
        }

        return parts.Count == 1 ? parts[0] : new Expr(ExprKind.Relation, relations, [.. parts]);
    }

    private Expr Sets()
    {
        var left = Ratio();
        while (true)
        {
            var kind = _tokens.Accept("∪") ? ExprKind.Union
                : _tokens.Accept("∩") ? ExprKind.Intersection
                : _tokens.Accept("\\") ? ExprKind.Difference
                : default(ExprKind?);
            if (kind is not { } found)
            {
                return left;
            }

            var right = Ratio();
            left = left.Kind == found && found != ExprKind.Difference ? left.With([.. left.Arguments, right]) : Expr.Of(found, left, right);
        }
    }

    private Expr Ratio()
    {
        var parts = new List<Expr> { Expression(0) };
        while (!_brackets.InSet && _tokens.Accept(":"))
        {
            parts.Add(Expression(0));
        }

        return parts.Count == 1 ? parts[0] : Expr.Of(ExprKind.Ratio, [.. parts]);
    }

    /// <summary>Reads an expression whose operators bind at least as strongly as <paramref name="power"/>.</summary>
    public Expr Expression(int power)
    {
        if (++_depth > MaxDepth)
        {
            throw new MathSyntaxException("nested too deep");
        }

        var left = Prefix();
        while (Infix(left, power) is { } longer)
        {
            left = longer;
        }

        _depth--;
        return left;
    }

    /// <summary>Reads one factor, with its exponent, factorial or degree sign.</summary>
    public Expr Factor() => Expression(PowerPower);

    private Expr? Infix(Expr left, int power)
    {
        var token = _tokens.Current;
        return (token.Kind, token.Text) switch
        {
            (AnswerTokenKind.Operator, "!") => Postfix(power, () => Expr.Call("!", left)),
            (AnswerTokenKind.Operator, "%") => Postfix(power, () => Expr.Of(ExprKind.Percent, left)),
            (AnswerTokenKind.Operator, "°") => Postfix(power, () => Expr.Of(ExprKind.Degree, left)),
            (AnswerTokenKind.Operator, "'") => Postfix(power, () => left.Kind == ExprKind.Symbol ? Expr.Symbol(left.Name + "'") : left),
            (AnswerTokenKind.Operator, "^") when power <= PowerPower => Power(left),
            (AnswerTokenKind.Operator, "+" or "-") when power <= SumPower => Sum(left),
            (AnswerTokenKind.Operator, "±" or "∓") when power <= SumPower =>
                new Expr(ExprKind.PlusMinus, _tokens.Next().Text, [left, Expression(SumPower + 1)]),
            (AnswerTokenKind.Unit or AnswerTokenKind.Text, _) when power <= UnitPower => WithUnit(left),
            _ => power <= ProductPower && (token.IsOperator("*") || token.IsOperator("/") || StartsFactor(token)) ? Product(left) : null,
        };
    }

    private Expr? Postfix(int power, Func<Expr> make)
    {
        if (power > PostfixPower)
        {
            return null;
        }

        _tokens.Next();
        return make();
    }

    private Expr Power(Expr left)
    {
        _tokens.Next();
        return Expr.Of(ExprKind.Power, left, _tokens.Current.IsOperator("-") || _tokens.Current.IsOperator("+")
            ? SignedExponent()
            : Expression(PowerPower));
    }

    private Expr SignedExponent()
    {
        var negative = _tokens.Next().Text == "-";
        var exponent = Expression(PowerPower);
        return negative ? Expr.Of(ExprKind.Negate, exponent) : exponent;
    }

    private Expr Sum(Expr left)
    {
        var terms = new List<Expr> { left };
        while (_tokens.Current.IsOperator("+") || _tokens.Current.IsOperator("-"))
        {
            var minus = _tokens.Next().Text == "-";
            var term = Expression(SumPower + 1);
            terms.Add(minus ? Expr.Of(ExprKind.Negate, term) : term);
        }

        return Expr.Of(ExprKind.Add, [.. terms]);
    }

    // One node for all factors: a node for each pair would make a long product quadratic.
    private Expr Product(Expr left)
    {
        var factors = new List<Expr> { left };
        while (_tokens.Current.IsOperator("*") || _tokens.Current.IsOperator("/") || StartsFactor(_tokens.Current))
        {
            var divide = _tokens.Current.IsOperator("/");
            if (divide || _tokens.Current.IsOperator("*"))
            {
                _tokens.Next();
            }

            if (divide && _tokens.Current.Kind == AnswerTokenKind.Unit)
            {
                return WithUnit(Times(factors), "/");
            }

            var factor = Expression(ProductPower + 1);
            if (divide)
            {
                factors = [Expr.Of(ExprKind.Divide, Times(factors), factor)];
            }
            else
            {
                factors.Add(factor);
            }
        }

        return Times(factors);
    }

    private static Expr Times(List<Expr> factors) => factors.Count == 1 ? factors[0] : Expr.Of(ExprKind.Multiply, [.. factors]);

    private Expr WithUnit(Expr left, string unit = "")
    {
        var (known, before) = (_tokens.Current.Kind == AnswerTokenKind.Unit, unit);
        while (_tokens.Current.Kind is AnswerTokenKind.Unit or AnswerTokenKind.Text)
        {
            known &= _tokens.Current.Kind == AnswerTokenKind.Unit;
            unit += (unit.Length > before.Length && !unit.EndsWith('/') ? " " : "") + _tokens.Next().Text;
            if (_tokens.Current.IsOperator("^"))
            {
                _tokens.Next();
                unit += "^" + (_functions.Argument() is { Kind: ExprKind.Number } exponent ? exponent.Value.Numerator.ToString() : "?");
            }

            if (known && _tokens.Current.IsOperator("/") && _tokens.Peek(1).Kind == AnswerTokenKind.Unit)
            {
                unit += _tokens.Next().Text;
            }
        }

        return left.Kind == ExprKind.Text ? new Expr(ExprKind.Text, left.Name + " " + unit, [])
            : left.Kind == ExprKind.Unit ? new Expr(ExprKind.Unit, left.Name + unit, left.Arguments)
            : new Expr(ExprKind.Unit, (known ? "" : "?") + unit, [left]);
    }

    /// <summary>Whether a token begins a factor, so that a product needs no sign.</summary>
    public bool StartsFactor(AnswerToken token) => token.Kind switch
    {
        AnswerTokenKind.Number => _tokens.Current.Kind == AnswerTokenKind.Number && !_afterNumber,
        AnswerTokenKind.Symbol or AnswerTokenKind.Function => true,
        AnswerTokenKind.Environment => token.Text.StartsWith("begin", StringComparison.Ordinal),
        AnswerTokenKind.Operator when token.Text == "[" =>
            _tokens.Peek(1) is { Kind: AnswerTokenKind.Number or AnswerTokenKind.Symbol or AnswerTokenKind.Function }
                or { Text: "-" or "(" or "{" },
        AnswerTokenKind.Operator => token.Text is "(" or "{" or "\\{" or "⌊" or "⌈" or "⟨" || (token.Text == "|" && !_brackets.InBars),
        _ => false,
    };

    // Two numbers side by side are not a product.
    private bool _afterNumber;

    private Expr Prefix()
    {
        var token = _tokens.Next();
        _afterNumber = false;
        switch (token.Kind)
        {
            case AnswerTokenKind.Number:
                return Number(token.Text);
            case AnswerTokenKind.Symbol:
                return token.Text == "∞" ? Expr.Of(ExprKind.Infinity) : Subscripted(token.Text);
            case AnswerTokenKind.Function:
                return _functions.Read(token.Text);
            case AnswerTokenKind.Text:
                return new Expr(ExprKind.Text, token.Text, []);
            case AnswerTokenKind.Environment:
                return _brackets.Environment(token.Text);
            case AnswerTokenKind.Operator when token.Text is "-" or "+":
                var operand = Expression(ProductPower);
                return token.Text == "-" ? Expr.Of(ExprKind.Negate, operand) : operand;
            case AnswerTokenKind.Operator when token.Text is "±" or "∓":
                return new Expr(ExprKind.PlusMinus, token.Text, [Expression(ProductPower)]);
            case AnswerTokenKind.Operator when token.Text[0] == '$':
                return new Expr(ExprKind.Unit,
                    token.Text switch { "$€" => "euro", "$¥" => "yuan", "$¢" => "cent", "$£" => "pound", _ => "dollar" },
                    [Expression(UnitPower + 1)]);
            case AnswerTokenKind.Operator:
                return _brackets.Read(token.Text);
            default:
                throw new MathSyntaxException("unexpected " + token.Text);
        }
    }

    private Expr Subscripted(string name)
    {
        while (_tokens.Accept("_"))
        {
            name += "_" + _functions.Argument();
        }

        return Expr.Symbol(name);
    }

    private Expr Number(string text)
    {
        if (_tokens.Accept("_"))
        {
            return new Expr(ExprKind.Based, text, [_functions.Argument()]);
        }

        _afterNumber = true;
        var number = Numerals.Read(text);
        if (number.Decimals > 0 || !number.Value.IsInteger)
        {
            return number;
        }

        // A whole number before a proper fraction of numbers is a mixed number: 2\frac{1}{2}, 2 1/2.
        if (_tokens.Current.Is(AnswerTokenKind.Function, "frac") && _functions.NumberFraction() is { } fraction)
        {
            return Expr.Of(ExprKind.Add, number, fraction);
        }

        if (_tokens.Current is { Kind: AnswerTokenKind.Number, Spaced: true } && _tokens.Peek(1).IsOperator("/")
            && _tokens.Peek(2).Kind == AnswerTokenKind.Number
            && Numerals.Read(_tokens.Peek(0).Text) is { Decimals: 0 } numerator
            && Numerals.Read(_tokens.Peek(2).Text) is { Decimals: 0, Value.IsZero: false } denominator)
        {
            _tokens.Next();
            _tokens.Next();
            _tokens.Next();
            return Expr.Of(ExprKind.Add, number, Expr.Of(ExprKind.Divide, numerator, denominator));
        }

        return number;
    }
}
