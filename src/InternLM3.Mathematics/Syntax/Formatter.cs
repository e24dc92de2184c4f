namespace InternLM3.Mathematics.Syntax;

/// <summary>Writes expressions in the grammar, with no more brackets than needed.</summary>
internal static class Formatter
{
    // How tightly the outermost operator binds.
    private const int Sum = 1, Product = 2, Signed = 3, Power = 4, Atom = 5;

    /// <summary>Writes an expression.</summary>
    public static string Write(Node node) => Of(node).Text;

    private static (string Text, int Binding) Of(Node node) => node switch
    {
        NumberNode number => (number.Value.ToString(), number.Value.Sign < 0 ? Sum : number.Value.IsInteger ? Atom : Product),
        SymbolNode symbol => (symbol.Name, Atom),
        CallNode call => ($"{call.Name}({string.Join(", ", call.Arguments.Select(Write))})", Atom),
        NegateNode negate => ($"-{In(negate.Operand, Product)}", Signed),
        PowerNode power => ($"{In(power.Base, Atom)}^{In(power.Exponent, Power)}", Power),
        InverseNode inverse => ($"1/{In(inverse.Operand, Signed)}", Product),
        SumNode sum => (Terms(sum), Sum),
        ProductNode product => (Factors(product), Product),
        _ => throw new InvalidOperationException($"{node.GetType().Name} is no expression."),
    };

    private static string In(Node node, int binding) => Of(node) is var (text, own) && own < binding ? $"({text})" : text;

    private static string Terms(SumNode sum)
    {
        var text = new System.Text.StringBuilder(In(sum.Terms[0], Product));
        foreach (var term in sum.Terms.Skip(1))
        {
            var negative = term is NegateNode or NumberNode { Value.Sign: < 0 };
            var positive = term is NegateNode negate ? negate.Operand
                : term is NumberNode { Value.Sign: < 0 } number ? new NumberNode(-number.Value)
                : term;
            text.Append(negative ? " - " : " + ").Append(In(positive, Product));
        }

        return text.ToString();
    }

    private static string Factors(ProductNode product)
    {
        var text = new System.Text.StringBuilder();
        foreach (var factor in product.Factors)
        {
            if (factor is InverseNode inverse)
            {
                text.Append(text.Length == 0 ? "1/" : "/").Append(In(inverse.Operand, Signed));
            }
            else
            {
                text.Append(text.Length == 0 ? "" : "*").Append(In(factor, text.Length == 0 ? Product : Signed));
            }
        }

        return text.ToString();
    }
}
