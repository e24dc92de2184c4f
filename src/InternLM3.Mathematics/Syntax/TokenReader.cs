namespace InternLM3.Mathematics.Syntax;

/// <summary>Reads the tokens of a text and counts the nesting depth. Not safe for concurrent use.</summary>
internal abstract class TokenReader(string text, MathLimits limits)
{
    private readonly List<Token> _tokens = Lexer.Read(text, limits);
    private int _at;
    private int _depth;

    /// <summary>The next token; a reader that takes only a part of it sets the rest.</summary>
    protected Token Current
    {
        get => _tokens[_at];
        set => _tokens[_at] = value;
    }

    /// <summary>The token after it.</summary>
    protected Token Following => _tokens[_at + 1];

    /// <summary>Takes the current token.</summary>
    /// <exception cref="MathException">The text has ended.</exception>
    protected Token Next() => Current.Kind == TokenKind.End ? throw Unexpected() : _tokens[_at++];

    /// <summary>Takes a sequence of symbols if all of them follow, otherwise nothing.</summary>
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

    /// <summary>Takes a name if it follows, otherwise nothing.</summary>
    protected bool TakeName(string name)
    {
        var found = Current.IsName(name);
        _at += found ? 1 : 0;
        return found;
    }

    /// <summary>Takes a symbol.</summary>
    /// <exception cref="MathException">Another token follows.</exception>
    protected void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw new MathException($"\"{symbol}\" is missing before {Current.Describe()}.");
        }
    }

    /// <summary>Reads one level deeper.</summary>
    /// <exception cref="MathException">The nesting is too deep.</exception>
    protected Node Nested(Func<Node> read)
    {
        RequireDepth(++_depth);
        var node = read();
        _depth--;
        return node;
    }

    /// <summary>Throws when the nesting is too deep.</summary>
    protected void RequireDepth(int depth)
    {
        if (depth > limits.Depth)
        {
            throw new MathException($"The expression is nested deeper than {limits.Depth} levels; compute it in parts.");
        }
    }

    /// <summary>The exception for a token that does not belong where it is.</summary>
    protected MathException Unexpected() => new(Current.Kind == TokenKind.End
        ? "The expression ends too early; complete it."
        : $"{Current.Describe()} does not belong there; write operators out, as in 2 * 3, and functions as in sqrt(2).");
}
