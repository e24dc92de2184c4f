namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Parses brackets of any kind: groups, tuples, intervals, sets, bars, floors and matrices.</summary>
internal sealed class BracketParser(AnswerParser parser, AnswerTokenReader tokens)
{
    private int _bars;
    private int _sets;

    /// <summary>Whether a bar here closes or separates, instead of beginning an absolute value.</summary>
    public bool InBars => _bars > 0;

    /// <summary>Whether a colon here separates a set's element from its condition.</summary>
    public bool InSet => _sets > 0;

    /// <summary>Reads the rest after an opening bracket.</summary>
    public Expr Read(string open) => open switch
    {
        "(" => Bracketed("(", ")", "]", "["),
        "[" => Bracketed("[", "]", ")", "["),
        "]" => Bracketed("(", "[", "]", ")"),
        "⟨" => Bracketed("⟨", "⟩"),
        "{" => Group(),
        "\\{" => Set(),
        "|" => Bars(),
        "⌊" => Function("floor", "⌋"),
        "⌈" => Function("ceil", "⌉"),
        "∅" => Expr.Of(ExprKind.Set),
        _ => throw new MathSyntaxException("unexpected " + open),
    };

    /// <summary>Reads a matrix, or the rows of a system.</summary>
    public Expr Environment(string begin)
    {
        var name = begin.Split(':')[1];
        var rows = new List<Expr>();
        var cells = new List<Expr>();
        if (!begin.StartsWith("begin", StringComparison.Ordinal))
        {
            throw new MathSyntaxException("an end without a beginning");
        }

        while (true)
        {
            var token = tokens.Current;
            if (token.Is(AnswerTokenKind.Environment, "end:" + name))
            {
                tokens.Next();
                AddRow();
                break;
            }

            if (tokens.Accept("\\\\"))
            {
                AddRow();
            }
            else if (!tokens.Accept("&"))
            {
                cells.Add(name.Contains("matrix", StringComparison.Ordinal) || name == "array" ? parser.Item() : parser.List());
            }
        }

        return rows.Count == 0 ? throw new MathSyntaxException("no rows")
            : name is "aligned" or "align" or "gathered" ? new Expr(ExprKind.List, "", [.. rows.SelectMany(row => row.Arguments)])
            : new Expr(ExprKind.Matrix, name is "vmatrix" or "Vmatrix" ? "v" : name == "cases" ? "c" : "", [.. rows]);

        void AddRow()
        {
            if (cells.Count > 0)
            {
                rows.Add(new Expr(ExprKind.Tuple, "[]", [.. cells]));
                cells.Clear();
            }
        }
    }

    // The first closing bracket forms the usual pair, the others a half-open interval; ]a, b[ is (a, b).
    private Expr Bracketed(string open, params ReadOnlySpan<string> closers)
    {
        if (tokens.Accept(closers[0]))
        {
            return new Expr(ExprKind.Tuple, open + closers[0], []);
        }

        var (bars, sets) = (_bars, _sets);
        (_bars, _sets) = (0, 0);
        var inner = parser.List();
        (_bars, _sets) = (bars, sets);
        foreach (var close in closers)
        {
            if (tokens.Accept(close))
            {
                return inner.Kind == ExprKind.List ? new Expr(ExprKind.Tuple, open + (close == "[" ? ")" : close), inner.Arguments)
                    : close == closers[0] ? inner
                    : throw new MathSyntaxException("brackets do not match");
            }
        }

        throw new MathSyntaxException("a bracket is not closed");
    }

    private Expr Group()
    {
        var inner = parser.List();
        tokens.Expect("}");
        return inner.Kind == ExprKind.List ? new Expr(ExprKind.Set, "", inner.Arguments) : inner;
    }

    private Expr Set()
    {
        if (tokens.Accept("\\}"))
        {
            return Expr.Of(ExprKind.Set);
        }

        (_bars, _sets) = (_bars + 1, _sets + 1);
        var inner = parser.List();
        if (tokens.Accept("|") || tokens.Accept(":"))
        {
            // { x | condition } stands for the condition.
            inner = parser.List();
            (_bars, _sets) = (_bars - 1, _sets - 1);
            tokens.Expect("\\}");
            return inner;
        }

        (_bars, _sets) = (_bars - 1, _sets - 1);
        tokens.Expect("\\}");
        return new Expr(ExprKind.Set, "", inner.Kind == ExprKind.List ? inner.Arguments : [inner]);
    }

    private Expr Bars()
    {
        _bars++;
        var inner = parser.List();
        _bars--;
        tokens.Expect("|");
        return Expr.Call("abs", inner);
    }

    private Expr Function(string name, string close)
    {
        var inner = parser.Expression(0);
        tokens.Expect(close);
        return Expr.Call(name, inner);
    }
}
