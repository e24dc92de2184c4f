using InternLM3.Mathematics.Syntax;

namespace InternLM3.Mathematics.Calculus;

/// <summary>Builds expressions, leaving out zero terms, factors of one and nested sums.</summary>
internal static class Build
{
    public static Node Zero { get; } = new NumberNode(Rational.Zero);

    public static Node One { get; } = new NumberNode(Rational.One);

    public static Node Number(Rational value) => value.Sign < 0 ? new NegateNode(new NumberNode(-value)) : new NumberNode(value);

    public static Node Sum(IEnumerable<Node> terms)
    {
        Node[] kept = [.. terms.SelectMany(term => term is SumNode sum ? sum.Terms : [term]).Where(term => !IsNumber(term, 0))];
        return kept.Length switch { 0 => Zero, 1 => kept[0], _ => new SumNode(kept) };
    }

    public static Node Product(params IEnumerable<Node> factors)
    {
        var negative = false;
        var number = Rational.One;
        var kept = new List<Node>();
        foreach (var factor in factors.SelectMany(Flat))
        {
            var bare = factor;
            while (bare is NegateNode negate)
            {
                negative = !negative;
                bare = negate.Operand;
            }

            foreach (var part in Flat(bare))
            {
                // Intermediate numbers stay small: a long one is left as it was written.
                if (part is NumberNode n && n.Value.Bits + number.Bits < 256)
                {
                    number *= n.Value;
                }
                else
                {
                    kept.Add(part);
                }
            }
        }

        if (number.IsZero)
        {
            return Zero;
        }

        if (number != Rational.One || kept.Count == 0)
        {
            kept.Insert(0, new NumberNode(number));
        }

        Node product = kept.Count == 1 ? kept[0] : new ProductNode(kept);
        return negative ? Negate(product) : product;
    }

    public static Node Negate(Node node) => node is NegateNode negate ? negate.Operand : IsNumber(node, 0) ? node : new NegateNode(node);

    public static Node Inverse(Node node) =>
        IsNumber(node, 1) ? node : node is InverseNode inverse ? inverse.Operand : new InverseNode(node);

    public static Node Power(Node node, Node exponent) =>
        IsNumber(exponent, 1) ? node : IsNumber(exponent, 0) ? One : new PowerNode(node, exponent);

    public static Node Call(string name, Node argument) => new CallNode(name, [argument]);

    private static bool IsNumber(Node node, int value) => node is NumberNode number && number.Value == value;

    private static IEnumerable<Node> Flat(Node node) => node is ProductNode product ? product.Factors : [node];
}
