using System.Numerics;
using InternLM3.Mathematics.Syntax;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Evaluation;

/// <summary>Evaluates expressions. Not safe for concurrent use.</summary>
internal sealed class Evaluator(Arithmetic arithmetic, IReadOnlyDictionary<string, Value>? variables = null)
{
    private static readonly Dictionary<string, double> s_constants = new() { ["pi"] = Math.PI, ["e"] = Math.E, ["tau"] = Math.Tau };

    private Budget Budget => arithmetic.Budget;

    /// <summary>Whether a name is a constant.</summary>
    public static bool IsConstant(string name) => s_constants.ContainsKey(name);

    public Value Evaluate(Node node)
    {
        Budget.Charge(1);
        return node switch
        {
            NumberNode number => new Exact(number.Value),
            SymbolNode symbol => Symbol(symbol.Name),
            NegateNode negate => Arithmetic.Negate(Evaluate(negate.Operand)),
            InverseNode inverse => arithmetic.Invert(Evaluate(inverse.Operand)),
            SumNode sum => sum.Terms.Skip(1).Aggregate(Evaluate(sum.Terms[0]), (total, term) => arithmetic.Add(total, Evaluate(term))),
            ProductNode product => product.Factors.Skip(1)
                .Aggregate(Evaluate(product.Factors[0]), (total, factor) => arithmetic.Multiply(total, Evaluate(factor))),
            PowerNode { Base: SymbolNode { Name: "e" } } power => RealFunctions.Exp(Evaluate(power.Exponent)),
            PowerNode power => arithmetic.Power(Evaluate(power.Base), Evaluate(power.Exponent)),
            CallNode { Name: "mod", Arguments: [PowerNode power, var modulus] } => PowerMod(power, modulus),
            CallNode call => Call(call.Name, [.. call.Arguments.Select(Evaluate)]),
            _ => throw new InvalidOperationException($"{node.GetType().Name} is no expression."),
        };
    }

    private Value Symbol(string name) => variables?.GetValueOrDefault(name)
        ?? (s_constants.TryGetValue(name, out var constant)
            ? Approximate.Of(constant, 0)
            : throw new MathException(FunctionNames.Find(name) is null
                ? $"\"{(name.Length > 30 ? name[..30] + "…" : name)}\" is no number, constant or function here; put a number in its place."
                : $"{name} is a function; give it its argument in brackets."));

    // The last digits of a power that is itself too large.
    private Value PowerMod(PowerNode power, Node modulus) =>
        Evaluate(power.Base) is Exact { IsInteger: true } value
            && Evaluate(power.Exponent) is Exact { IsInteger: true, Sign: >= 0 } exponent
            && Evaluate(modulus) is Exact { IsInteger: true, Sign: > 0 } m
            ? IntegerFunctions.PowMod(value.Whole.Numerator, exponent.Whole.Numerator, m.Whole.Numerator, Budget)
            : Call("mod", [Evaluate(power), Evaluate(modulus)]);

    private Value Call(string name, Value[] given) => RealFunctions.Apply(name, given[0]) ?? name switch
    {
        "sqrt" => arithmetic.Power(given[0], new Exact(Rational.Of(1, 2))),
        "cbrt" => arithmetic.Power(given[0], new Exact(Rational.Of(1, 3))),
        "root" => arithmetic.Power(given[0], arithmetic.Invert(given[1])),
        "log" => given.Length == 1 ? Log(given[0], 10) : Log(given[0], given[1]),
        "log2" => Log(given[0], 2),
        "abs" => Sign(given[0]) < 0 ? Arithmetic.Negate(given[0]) : given[0],
        "sign" => new Exact(Sign(given[0])),
        "floor" => Floor(given[0]),
        "ceil" => Arithmetic.Negate(Floor(Arithmetic.Negate(given[0]))),
        "trunc" => Sign(given[0]) < 0 ? Arithmetic.Negate(Floor(Arithmetic.Negate(given[0]))) : Floor(given[0]),
        "round" => Round(given[0], given.Length > 1 ? Integer(given[1], name) : 0),
        "min" => given.Aggregate((a, b) => arithmetic.Compare(a, b) <= 0 ? a : b),
        "max" => given.Aggregate((a, b) => arithmetic.Compare(a, b) >= 0 ? a : b),
        "mod" => Modulo(Number(given[0], name), Number(given[1], name)),
        "div" => arithmetic.Over(Number(given[0], name), Number(given[1], name)).Floor(),
        "gcd" => Integers(given, name).Aggregate(BigInteger.Zero, Gcd),
        "lcm" => Integers(given, name).Aggregate(BigInteger.One, Lcm),
        "powmod" => IntegerFunctions.PowMod(Integer(given[0], name), Integer(given[1], name), Integer(given[2], name), Budget),
        "factorial" => IntegerFunctions.Factorial(Integer(given[0], name), Budget),
        "double_factorial" => IntegerFunctions.DoubleFactorial(Integer(given[0], name), Budget),
        "binomial" => IntegerFunctions.Binomial(Integer(given[0], name), Integer(given[1], name), Budget),
        "permutations" => IntegerFunctions.Permutations(Integer(given[0], name), Integer(given[1], name), Budget),
        _ => throw new InvalidOperationException($"{name} is in the grammar and not here."),
    };

    private Value Log(Value value, Value toBase)
    {
        // Exact where the value is a power of the base: log(1000), log(1/8, 2).
        if (value is Exact { IsRational: true, Sign: > 0 } x && toBase is Exact { IsRational: true, Sign: > 0 } b
            && b.Whole != Rational.One)
        {
            var guess = Arithmetic.Approximate(arithmetic.Multiply(RealFunctions.Ln(x), arithmetic.Invert(RealFunctions.Ln(b)))).Number;
            var exponent = new BigInteger(Math.Round(guess));
            if (Math.Abs(guess - (double)exponent) < 1e-6 && (double)BigInteger.Abs(exponent) * b.Bits <= Budget.Limits.Bits
                && arithmetic.Power(b, exponent) == (Value)x)
            {
                return exponent;
            }
        }

        return arithmetic.Multiply(RealFunctions.Ln(value), arithmetic.Invert(RealFunctions.Ln(toBase)));
    }

    private int Sign(Value value) => arithmetic.Compare(value, new Exact(Rational.Zero));

    private static BigInteger Floor(Value value)
    {
        if (value is Exact exact)
        {
            return exact.Scaled(1);
        }

        var (low, high) = (Math.Floor(((Approximate)value).Low), Math.Floor(((Approximate)value).High));
        return low == high
            ? new BigInteger(low)
            : throw new MathException("The approximate value is too near to an integer to be rounded.");
    }

    private Value Round(Value value, BigInteger places)
    {
        // Halves away from zero, as people round.
        Budget.Size((double)BigInteger.Abs(places) * 3.33, "The rounding");
        var scale = arithmetic.Power(10, places);
        var negative = Sign(value) < 0;
        var magnitude = arithmetic.Multiply(negative ? Arithmetic.Negate(value) : value, scale);
        var rounded = arithmetic.Multiply(Floor(arithmetic.Add(magnitude, Rational.Of(1, 2))), arithmetic.Invert(scale));
        return negative ? Arithmetic.Negate(rounded) : rounded;
    }

    private Value Modulo(Rational a, Rational b)
    {
        var quotient = arithmetic.Over(a, b).Floor();
        return arithmetic.Plus(a, -arithmetic.Times(b, quotient));
    }

    private BigInteger Gcd(BigInteger a, BigInteger b)
    {
        Budget.Gcd(a.GetBitLength(), b.GetBitLength());
        return BigInteger.GreatestCommonDivisor(a, b);
    }

    private BigInteger Lcm(BigInteger a, BigInteger b)
    {
        Budget.Size((double)a.GetBitLength() + b.GetBitLength(), "The multiple");
        return a.IsZero || b.IsZero ? 0 : BigInteger.Abs(a * b) / Gcd(a, b);
    }

    private static Rational Number(Value value, string name) => value is Exact { IsRational: true } exact
        ? exact.Whole
        : throw new MathException($"{name} needs integers or fractions.");

    private static BigInteger Integer(Value value, string name) => value is Exact { IsInteger: true } exact
        ? exact.Whole.Numerator
        : throw new MathException($"{name} needs integers.");

    private static IEnumerable<BigInteger> Integers(Value[] values, string name) => values.Select(value => Integer(value, name));
}
