using System.Numerics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Symbols that stand for constants.</summary>
internal static class Constants
{
    /// <summary>The value of e, π or the imaginary unit; null for a variable.</summary>
    public static Complex? Value(string name) => name switch
    {
        "e" => Math.E,
        "pi" => Math.PI,
        "i" => Complex.ImaginaryOne,
        _ => null,
    };

    /// <summary>Whether an expression has a symbol that is not a constant.</summary>
    public static bool HasVariables(Expr expression) => expression.Any(node => node.Kind == ExprKind.Symbol && Value(node.Name) is null);
}
