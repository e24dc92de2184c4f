using InternLM3.Mathematics.Syntax;

namespace InternLM3.Mathematics.Calculus;

/// <summary>Derivatives by the rules of sums, products, powers and chains.</summary>
internal static class Derivative
{
    /// <summary>The derivative with respect to a variable; other variables are constants.</summary>
    public static Node Of(Node node, string variable, Budget budget)
    {
        budget.Charge(100);
        if (!Variables.In(node).Contains(variable))
        {
            return Build.Zero;
        }

        Node D(Node inside) => Of(inside, variable, budget);
        switch (node)
        {
            case SymbolNode:
                return Build.One;
            case NegateNode negate:
                return Build.Negate(D(negate.Operand));
            case InverseNode inverse:
                return Build.Negate(Build.Product(D(inverse.Operand), Build.Inverse(Build.Power(inverse.Operand, new NumberNode(2)))));
            case SumNode sum:
                return Build.Sum(sum.Terms.Select(D));
            case ProductNode product:
                // n terms of n factors.
                budget.Charge(100.0 * product.Factors.Count * product.Factors.Count);
                return Build.Sum(product.Factors.Select((factor, at) =>
                    Build.Product(product.Factors.Select((other, i) => i == at ? D(factor) : other))));
            case PowerNode power when !Variables.In(power.Exponent).Contains(variable):
                return Build.Product(power.Exponent, Build.Power(power.Base, Less(power.Exponent)), D(power.Base));
            case PowerNode { Base: SymbolNode { Name: "e" } } power:
                return Build.Product(D(power.Exponent), power);
            case PowerNode power when !Variables.In(power.Base).Contains(variable):
                return Build.Product(power, Build.Call("ln", power.Base), D(power.Exponent));
            case PowerNode power:
                // u^v = exp(v ln u).
                return Build.Product(power, Build.Sum(
                [
                    Build.Product(D(power.Exponent), Build.Call("ln", power.Base)),
                    Build.Product(power.Exponent, D(power.Base), Build.Inverse(power.Base)),
                ]));
            case CallNode call:
                return Chain(call, variable, D);
            default:
                throw new InvalidOperationException($"{node.GetType().Name} is no expression.");
        }
    }

    private static Node Less(Node exponent) => exponent switch
    {
        NumberNode number => Build.Number(number.Value - Rational.One),
        NegateNode { Operand: NumberNode number } => Build.Number(-number.Value - Rational.One),
        ProductNode { Factors: [NumberNode top, InverseNode { Operand: NumberNode { Value.IsZero: false } bottom }] } =>
            Build.Number((top.Value / bottom.Value) - Rational.One),
        _ => Build.Sum([exponent, Build.Number(-1)]),
    };

    private static Node Chain(CallNode call, string variable, Func<Node, Node> d)
    {
        var u = call.Arguments[0];
        Node two = new NumberNode(2);
        Node Square(Node node) => Build.Power(node, two);
        if (call.Name is "log" && call.Arguments.Count == 2 && Variables.In(call.Arguments[1]).Contains(variable))
        {
            throw new MathException("The logarithm's base must not contain the variable; write ln(a)/ln(b).");
        }

        var outer = call.Name switch
        {
            "sin" => Build.Call("cos", u),
            "cos" => Build.Negate(Build.Call("sin", u)),
            "tan" => Build.Inverse(Square(Build.Call("cos", u))),
            "asin" => Build.Inverse(Build.Call("sqrt", Build.Sum([Build.One, Build.Negate(Square(u))]))),
            "acos" => Build.Negate(Build.Inverse(Build.Call("sqrt", Build.Sum([Build.One, Build.Negate(Square(u))])))),
            "atan" => Build.Inverse(Build.Sum([Build.One, Square(u)])),
            "sinh" => Build.Call("cosh", u),
            "cosh" => Build.Call("sinh", u),
            "tanh" => Build.Inverse(Square(Build.Call("cosh", u))),
            "exp" => call,
            "ln" => Build.Inverse(u),
            "log" => Build.Inverse(Build.Product(u, Build.Call("ln", call.Arguments.Count == 2 ? call.Arguments[1] : new NumberNode(10)))),
            "log2" => Build.Inverse(Build.Product(u, Build.Call("ln", two))),
            "sqrt" => Build.Inverse(Build.Product(two, call)),
            "cbrt" => Build.Inverse(Build.Product(new NumberNode(3), Square(call))),
            "abs" => Build.Call("sign", u),
            _ => throw new MathException($"{call.Name} has no derivative here; it is known for powers, roots, exp, logarithms, "
                + "trigonometric and hyperbolic functions and abs."),
        };
        return Build.Product(d(u), outer);
    }
}
