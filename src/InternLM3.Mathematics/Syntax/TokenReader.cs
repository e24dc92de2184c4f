namespace InternLM3.Mathematics.Syntax;

/// <summary>Goes through the tokens of a text, with the depth counted. Not safe for concurrent use.</summary>
internal abstract class TokenReader(string text, MathLimits limits)
{
    private readonly List<Token> _tokens = Lexer.Read(text, limits);
    private int _at;
    private int _depth;

    /// <summary>The token that is read next; a reader that takes a part of it leaves the rest.</summary>
    protected Token Current
    {
        get => _tokens[_at];
        set => _tokens[_at] = value;
    }

    /// <summary>The token after it.</summary>
    protected Token Following => _tokens[_at + 1];

    /// <summary>Takes the token that is there.</summary>
    /// <exception cref="MathException">It is the end.</exception>
    protected Token Next() => Current.Kind == TokenKind.End ? throw Unexpected() : _tokens[_at++];

    /// <summary>Takes symbols that follow one another, or nothing.</summary>
    protected bool Take(params ReadOnlySpan<string> symbols)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (!_tokens[_at + i].Is(symbols[i]))
            {
                return false;
            }
        }

        _at += symbols.Length;
        return true;
    }

    /// <summary>Takes a name, or nothing.</summary>
    protected bool TakeName(string name)
    {
        var found = Current.IsName(name);
        _at += found ? 1 : 0;
        return found;
    }

    /// <summary>Takes a symbol.</summary>
    /// <exception cref="MathException">Something else is there.</exception>
    protected void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw new MathException($"\"{symbol}\" is missing before {Current.Describe()}.");
        }
    }

    /// <summary>Reads one level deeper.</summary>
    /// <exception cref="MathException">That is too deep.</exception>
    protected Node Nested(Func<Node> read)
    {
        RequireDepth(++_depth);
        var node = read();
        _depth--;
        return node;
    }

    /// <summary>Refuses what is nested too deep.</summary>
    protected void RequireDepth(int depth)
    {
        if (depth > limits.Depth)
        {
            throw new MathException($"The expression is nested deeper than {limits.Depth} levels; compute it in parts.");
        }
    }

    /// <summary>What is said of a token that does not belong where it is.</summary>
    protected MathException Unexpected() => new(Current.Kind == TokenKind.End
        ? "The expression ends too early; complete it."
        : $"{Current.Describe()} does not belong there; write operators out, as in 2 * 3, and functions as in sqrt(2).");
}
