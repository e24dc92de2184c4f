using System.Globalization;
using InternLM3.Mathematics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>A node of an answer's expression.</summary>
internal sealed class Expr(ExprKind kind, string name, Expr[] arguments, Rational value = default)
{
    public ExprKind Kind => kind;

    /// <summary>The name of a symbol or function, brackets, relations, words or digits, depending on the kind.</summary>
    public string Name => name;

    public Expr[] Arguments => arguments;

    /// <summary>The value of a number.</summary>
    public Rational Value => value;

    /// <summary>Digits after the point of a number written as a decimal; 0 otherwise.</summary>
    public int Decimals { get; init; }

    /// <summary>The number of levels, this one included.</summary>
    public int Depth { get; } = 1 + Deepest(arguments);

    public bool IsScalar => kind < ExprKind.Tuple;

    public static Expr Number(Rational value) => new(ExprKind.Number, "", [], value);

    public static Expr Symbol(string name) => new(ExprKind.Symbol, name, []);

    public static Expr Of(ExprKind kind, params Expr[] arguments) => new(kind, "", arguments);

    public static Expr Call(string name, params Expr[] arguments) => new(ExprKind.Function, name, arguments);

    /// <summary>The same node with other arguments.</summary>
    public Expr With(Expr[] changed) => new(kind, name, changed, value) { Decimals = Decimals };

    public bool Any(Func<Expr, bool> holds) => holds(this) || Array.Exists(arguments, argument => argument.Any(holds));

    /// <summary>The node as text; equal nodes have equal texts, whatever their notation was.</summary>
    public override string ToString() => kind switch
    {
        // In hexadecimal: writing a long number in decimal has quadratic cost.
        ExprKind.Number => $"{value.Numerator:x}/{value.Denominator:x}",
        ExprKind.Symbol or ExprKind.Text => name,
        _ => string.Create(CultureInfo.InvariantCulture, $"{kind}{name}({string.Join(';', (object[])arguments)})"),
    };

    private static int Deepest(Expr[] arguments)
    {
        var depth = 0;
        foreach (var argument in arguments)
        {
            depth = Math.Max(depth, argument.Depth);
        }

        return depth;
    }
}
