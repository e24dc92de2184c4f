namespace InternLM3.Mathematics.Syntax;

/// <summary>The functions of the grammar, with the numbers of their arguments, and other names for them.</summary>
internal static class FunctionNames
{
    /// <summary>The fewest and the most arguments of every function.</summary>
    public static IReadOnlyDictionary<string, (int Fewest, int Most)> Arity { get; } = new Dictionary<string, (int, int)>
    {
        ["sqrt"] = (1, 1), ["cbrt"] = (1, 1), ["root"] = (2, 2), ["abs"] = (1, 1), ["sign"] = (1, 1), ["floor"] = (1, 1), ["ceil"] = (1, 1),
        ["round"] = (1, 2), ["trunc"] = (1, 1), ["min"] = (1, 1000), ["max"] = (1, 1000), ["gcd"] = (1, 1000), ["lcm"] = (1, 1000),
        ["mod"] = (2, 2), ["div"] = (2, 2), ["powmod"] = (3, 3), ["factorial"] = (1, 1), ["double_factorial"] = (1, 1),
        ["binomial"] = (2, 2), ["permutations"] = (2, 2), ["exp"] = (1, 1), ["ln"] = (1, 1), ["log"] = (1, 2), ["log2"] = (1, 1),
        ["sin"] = (1, 1), ["cos"] = (1, 1), ["tan"] = (1, 1), ["asin"] = (1, 1), ["acos"] = (1, 1), ["atan"] = (1, 1),
        ["sinh"] = (1, 1), ["cosh"] = (1, 1), ["tanh"] = (1, 1),
    };

    private static readonly Dictionary<string, string> s_others = new()
    {
        ["arcsin"] = "asin", ["arccos"] = "acos", ["arctan"] = "atan", ["lg"] = "log", ["log10"] = "log", ["ceiling"] = "ceil",
        ["sgn"] = "sign", ["comb"] = "binomial", ["choose"] = "binomial", ["nCr"] = "binomial", ["C"] = "binomial",
        ["binom"] = "binomial", ["nPr"] = "permutations", ["P"] = "permutations",
        ["fact"] = "factorial", ["pow_mod"] = "powmod", ["truncate"] = "trunc", ["quotient"] = "div",
    };

    /// <summary>The function a name stands for when an argument in brackets follows, or null.</summary>
    public static string? Find(string name) => Arity.ContainsKey(name) ? name : s_others.GetValueOrDefault(name);
}
