namespace InternLM3.Mathematics.Syntax;

/// <summary>Reads the grammar of docs/math.md by recursive descent. Not safe for concurrent use.</summary>
internal sealed class Parser : TokenReader
{
    private readonly Budget _budget;
    private int _arguments;
    private int _bars;

    private Parser(string text, Budget budget)
        : base(text, budget.Limits) => _budget = budget;

    /// <summary>Reads one expression.</summary>
    public static Node Expression(string text, Budget budget) => All(text, budget, parser => parser.Sum());

    /// <summary>Reads an equation as left side minus right side; without an equals sign the right side is 0.</summary>
    public static Node Equation(string text, Budget budget) => All(text, budget, parser => parser.EquationHere());

    /// <summary>Reads equations separated by commas, semicolons or "and".</summary>
    public static List<Node> Equations(string text, Budget budget) => All(text, budget, parser => parser.Many(parser.EquationHere));

    /// <summary>Reads expressions separated by commas or semicolons, with or without brackets around all of them.</summary>
    public static List<Node> List(string text, Budget budget) =>
        All(text.Trim() is ['[' or '{', .. var inner, ']' or '}'] ? inner : text, budget, parser => parser.Many(parser.Sum));

    private static T All<T>(string text, Budget budget, Func<Parser, T> read)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new MathException("The input is empty; give an expression such as (12 + 30) * 7.");
        }

        var parser = new Parser(text, budget);
        var result = read(parser);
        return parser.Current.Kind == TokenKind.End ? result : throw parser.Unexpected();
    }

    private List<Node> Many(Func<Node> read)
    {
        var all = new List<Node>();
        _arguments++;
        do
        {
            all.Add(read());
        }
        while (Take(",") || Take(";") || TakeName("and"));
        _arguments--;
        return all;
    }

    private Node EquationHere()
    {
        var left = Sum();
        return Take("=") ? new SumNode([left, new NegateNode(Sum())]) : left;
    }

    private Node Sum()
    {
        var terms = new List<Node> { Product() };
        while (Current.Is("+") || Current.Is("-"))
        {
            var minus = Next().Is("-");
            var term = Product();
            terms.Add(minus ? new NegateNode(term) : term);
        }

        return terms.Count == 1 ? terms[0] : new SumNode(terms);
    }

    private Node Product()
    {
        var factors = new List<Node> { Signed() };
        while (true)
        {
            if (Take("*"))
            {
                factors.Add(Signed());
            }
            else if (Take("/"))
            {
                factors.Add(new InverseNode(Signed()));
            }
            else if (Current.Is("%%") || Current.Is("%") || Current.IsName("mod"))
            {
                Next();
                var left = factors.Count == 1 ? factors[0] : new ProductNode(factors);
                factors = [new CallNode("mod", [left, Signed()])];
            }
            else if (BeginsFactor())
            {
                factors.Add(Power());
            }
            else
            {
                return factors.Count == 1 ? factors[0] : new ProductNode(factors);
            }
        }
    }

    /// <summary>Whether a factor follows without an operator: 2x, 3(4 + 1), (1 + 2)(3 + 4); not 2 3.</summary>
    private bool BeginsFactor() =>
        (Current.Kind == TokenKind.Name && !Current.IsName("and") && !Current.IsName("rfloor") && !Current.IsName("rceil"))
        || Current.Is("(") || Current.Is("{") || Current.Is("[") || Current.Is("√") || (Current.Is("|") && _bars == 0);

    private Node Signed()
    {
        if (!Current.Is("-") && !Current.Is("+"))
        {
            return Power();
        }

        var minus = Next().Is("-");
        var operand = Nested(Signed);
        return minus ? new NegateNode(operand) : operand;
    }

    private Node Power()
    {
        var value = Postfix(Primary());
        return Take("^") ? Postfix(new PowerNode(value, Nested(Signed))) : value;
    }

    private Node Postfix(Node value)
    {
        for (var count = 0; ; count++)
        {
            RequireDepth(count);
            if (Take("!"))
            {
                value = new CallNode("factorial", [value]);
            }
            else if (Take("!!"))
            {
                value = new CallNode("double_factorial", [value]);
            }
            else if (Take("°") || Take("^", "°") || Take("^", "{", "°", "}"))
            {
                value = new ProductNode([value, new SymbolNode("pi"), new NumberNode(Rational.Of(1, 180))]);
            }
            else if (Current.Is("%") && IsPercent())
            {
                Next();
                value = new ProductNode([value, new NumberNode(Rational.Of(1, 100))]);
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>17 % 5 is a remainder, 50% is a fraction; before a sign it is ambiguous and throws.</summary>
    private bool IsPercent()
    {
        var next = Following;
        if (next.Is("-") || next.Is("+"))
        {
            throw new MathException($"\"% {next.Text}\" at {Current.At + 1} can be a remainder or per cent; write mod(a, b), or a/100.");
        }

        return next.Kind is not (TokenKind.Number or TokenKind.Name) && !next.Is("(") && !next.Is("{") && !next.Is("[") && !next.Is("√")
            && !(next.Is("|") && _bars == 0);
    }

    private Node Primary()
    {
        var token = Current;
        if (token.Kind == TokenKind.Number)
        {
            return Number();
        }

        if (token.Kind == TokenKind.Name)
        {
            Next();
            return Named(token);
        }

        var close = token.Text switch { "(" => ")", "[" => "]", "{" => "}", _ => null };
        if (token.Kind == TokenKind.Symbol && close is not null)
        {
            return Group(close);
        }

        if (Take("√"))
        {
            return new CallNode("sqrt", [Nested(Primary)]);
        }

        if (Take("|"))
        {
            _bars++;
            var inside = Nested(Sum);
            Expect("|");
            _bars--;
            return new CallNode("abs", [inside]);
        }

        throw Unexpected();
    }

    private NumberNode Number()
    {
        var text = Next().Text;

        // 1,234,567: commas between groups of three, where a comma separates nothing.
        while (_arguments == 0 && Current.Is(",") && !Current.Spaced && Following is { Kind: TokenKind.Number, Spaced: false } next
            && next.Text.Split('.')[0].Length == 3 && !text.Contains('.', StringComparison.Ordinal))
        {
            text += next.Text;
            Next();
            Next();
        }

        return new NumberNode(NumberReader.Read(text, _budget));
    }

    private Node Named(Token token)
    {
        switch (token.Text)
        {
            case "frac":
                return new ProductNode([Argument(), new InverseNode(Argument())]);
            case "binom":
                return Current.Is("(") ? Call("binomial") : new CallNode("binomial", [Argument(), Argument()]);
            case "lfloor" or "lceil":
                var inside = Nested(Sum);
                return TakeName(token.Text == "lfloor" ? "rfloor" : "rceil")
                    ? new CallNode(token.Text == "lfloor" ? "floor" : "ceil", [inside])
                    : throw Unexpected();
            case "boxed" when Current.Is("{"):
                return Argument();
            case "sqrt" when Current.Is("["):
                Next();
                var degree = Nested(Sum);
                Expect("]");
                return new CallNode("root", [Argument(), degree]);
            case "sqrt" when Current.Is("{"):
                return new CallNode("sqrt", [Argument()]);
            case "log" when Take("_"):
                var logBase = Argument();
                return new CallNode("log", [FunctionArgument(), logBase]);
            case ['l', 'o', 'g', '_', .. var digits] when digits.All(char.IsAsciiDigit):
                return new CallNode("log", [FunctionArgument(), new NumberNode(NumberReader.Read(digits, _budget))]);
        }

        if (FunctionNames.Find(token.Text) is not { } function || (token.Text.Length == 1 && !Current.Is("(")))
        {
            return Symbol(token.Text);
        }

        if (Take("^"))
        {
            // sin^2 x is (sin x)^2, and sin^{-1} x is arcsin x.
            var power = Argument();
            var inverse = power is NegateNode { Operand: NumberNode { Value: { IsInteger: true } one } } && one == Rational.One;
            return inverse && function is "sin" or "cos" or "tan"
                ? new CallNode("a" + function, [FunctionArgument()])
                : new PowerNode(new CallNode(function, [FunctionArgument()]), power);
        }

        return Current.Is("(") ? Call(function) : CallNode.Checked(function, [FunctionArgument()]);
    }

    private CallNode Call(string function)
    {
        Next();
        _arguments++;
        var arguments = new List<Node>();
        do
        {
            arguments.Add(Nested(Sum));
        }
        while (Take(",") || Take(";"));
        _arguments--;
        Expect(")");
        return CallNode.Checked(function, arguments);
    }

    /// <summary>What a function without brackets is applied to: sin 2x is sin(2x), sin x + 1 is sin(x) + 1.</summary>
    private Node FunctionArgument()
    {
        if (Current.Is("("))
        {
            return Argument();
        }

        var factors = new List<Node> { Nested(Power) };
        while (Current.Kind == TokenKind.Name && !Current.Spaced && FunctionNames.Find(Current.Text) is null)
        {
            factors.Add(Nested(Power));
        }

        return factors.Count == 1 ? factors[0] : new ProductNode(factors);
    }

    /// <summary>A LaTeX argument: a group or one token; of a number only its first digit (\frac12).</summary>
    private Node Argument()
    {
        if (Current is { Kind: TokenKind.Number, Text.Length: > 1 } number && number.Text.All(char.IsAsciiDigit))
        {
            Current = number with { Text = number.Text[1..] };
            return new NumberNode(number.Text[0] - '0');
        }

        return Take("-") ? new NegateNode(Nested(Primary)) : Nested(Primary);
    }

    private Node Group(string close)
    {
        Next();
        var (arguments, bars) = (_arguments, _bars);
        (_arguments, _bars) = (0, 0);
        var inside = Nested(Sum);
        (_arguments, _bars) = (arguments, bars);
        Expect(close);
        return inside;
    }

    private SymbolNode Symbol(string name)
    {
        // x_{12} and x_1 are names with an index.
        if (Current.Is("_"))
        {
            Next();
            var braced = Take("{");
            name += "_" + Next().Text;
            if (braced)
            {
                Expect("}");
            }
        }

        return new SymbolNode(name);
    }
}
