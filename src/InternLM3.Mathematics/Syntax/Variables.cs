using InternLM3.Mathematics.Evaluation;

namespace InternLM3.Mathematics.Syntax;

/// <summary>The variables of expressions.</summary>
internal static class Variables
{
    /// <summary>Every name that is not a constant, in order of appearance, with repetitions.</summary>
    public static IEnumerable<string> In(Node node) => node switch
    {
        SymbolNode symbol => Evaluator.IsConstant(symbol.Name) ? [] : [symbol.Name],
        NegateNode negate => In(negate.Operand),
        InverseNode inverse => In(inverse.Operand),
        SumNode sum => sum.Terms.SelectMany(In),
        ProductNode product => product.Factors.SelectMany(In),
        PowerNode power => In(power.Base).Concat(In(power.Exponent)),
        CallNode call => call.Arguments.SelectMany(In),
        _ => [],
    };

    /// <summary>The variable to solve for: the named one, or the only one.</summary>
    public static string Only(Node node, string? named)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            return named.Trim();
        }

        string[] all = [.. In(node).Distinct()];
        return all.Length switch
        {
            1 => all[0],
            0 => throw new MathException("There is no variable; write one, such as x."),
            _ => throw new MathException(
                $"There are several variables ({string.Join(", ", all.Take(5))}); say which one, or use the function for systems."),
        };
    }
}
