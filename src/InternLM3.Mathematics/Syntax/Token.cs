namespace InternLM3.Mathematics.Syntax;

/// <summary>A token: its text, where it begins, and whether white space stands in front of it.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int At, bool Spaced)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>The token as text for a message.</summary>
    public string Describe() => Kind == TokenKind.End ? "the end" : $"\"{(Text.Length > 20 ? Text[..20] + "…" : Text)}\" at {At + 1}";
}
