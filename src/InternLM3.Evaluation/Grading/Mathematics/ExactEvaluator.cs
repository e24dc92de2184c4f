using System.Numerics;
using InternLM3.Mathematics;

namespace InternLM3.Evaluation.Grading.Mathematics;

/// <summary>Evaluates an expression at a point in exact rational numbers, as far as its values are rational.</summary>
internal sealed class ExactEvaluator(SamplePoint point, ComparisonBudget budget)
{
    private const int MaxBits = 100_000;
    private const int MaxFactorial = 1_000;

    /// <summary>Whether a division by zero occurred, so that the expression has no value at the point.</summary>
    public bool Undefined { get; private set; }

    /// <summary>The value; null when it is irrational, too long, or does not exist.</summary>
    public Rational? Value(Expr node)
    {
        if (!budget.Spend())
        {
            return null;
        }

        return node.Kind switch
        {
            ExprKind.Number => node.Value,
            ExprKind.Symbol => Constants.Value(node.Name) is null ? point[node.Name] : null,
            ExprKind.Add => Fold(node, (a, b) => a + b),
            ExprKind.Multiply => Fold(node, (a, b) => a * b),
            ExprKind.Divide or ExprKind.Ratio when node.Arguments.Length == 2 => Divide(Value(node.Arguments[0]), Value(node.Arguments[1])),
            ExprKind.Negate => -Value(node.Arguments[0]),
            ExprKind.Percent => Value(node.Arguments[0]) * Rational.Of(1, 100),
            ExprKind.Degree or ExprKind.Unit => Value(node.Arguments[0]),
            ExprKind.Power => Power(Value(node.Arguments[0]), Value(node.Arguments[1])),
            ExprKind.Based => Value(node.Arguments[0]) is { IsInteger: true } radix && radix.Numerator < 37
                && Numerals.InBase(node.Name, (int)radix.Numerator) is { } digits
                ? digits
                : null,
            ExprKind.Function => Function(node),
            _ => null,
        };
    }

    private Rational? Fold(Expr node, Func<Rational, Rational, Rational> combine)
    {
        if (Value(node.Arguments[0]) is not { } result)
        {
            return null;
        }

        for (var i = 1; i < node.Arguments.Length; i++)
        {
            if (Value(node.Arguments[i]) is not { } next || !Fits(result.Bits + next.Bits))
            {
                return null;
            }

            result = combine(result, next);
        }

        return result;
    }

    private bool Fits(long bits) => bits <= MaxBits && budget.SpendOnBits(bits);

    private Rational? Divide(Rational? a, Rational? b)
    {
        Undefined |= b is { IsZero: true };
        return a is { } numerator && b is { IsZero: false } denominator && Fits(numerator.Bits + denominator.Bits)
            ? numerator / denominator
            : null;
    }

    private Rational? Power(Rational? @base, Rational? exponent)
    {
        if (@base is not { } a || exponent is not { IsInteger: true } n)
        {
            return @base is { } number && exponent is { } fraction && fraction.Denominator < 64 && fraction.Numerator.GetBitLength() < 16
                ? Power(Root(number, (int)fraction.Denominator), fraction.Numerator)
                : null;
        }

        if (a.IsZero)
        {
            Undefined |= n.Sign < 0;
            return n.Sign > 0 ? Rational.Zero : n.Sign == 0 ? Rational.One : null;
        }

        if (a.Abs() == Rational.One)
        {
            return a.Sign > 0 || n.Numerator.IsEven ? Rational.One : -Rational.One;
        }

        if (n.Numerator.GetBitLength() > 20 || !Fits((a.Bits * (long)BigInteger.Abs(n.Numerator)) + 1))
        {
            return null;
        }

        var size = (int)BigInteger.Abs(n.Numerator);
        var power = Rational.Of(BigInteger.Pow(a.Numerator, size), BigInteger.Pow(a.Denominator, size));
        return n.Sign < 0 ? Rational.One / power : power;
    }

    /// <summary>The root of a perfect power; for negative numbers odd roots only.</summary>
    private Rational? Root(Rational? radicand, int degree)
    {
        if (radicand is not { } a || degree < 1 || (a.Sign < 0 && degree % 2 == 0) || !Fits(a.Bits))
        {
            return null;
        }

        return IntegerRoot(BigInteger.Abs(a.Numerator), degree) is { } numerator && IntegerRoot(a.Denominator, degree) is { } denominator
            ? Rational.Of(numerator * (a.Sign < 0 ? -1 : 1), denominator)
            : null;
    }

    // A double gives the root of a number of its range; longer perfect powers are left to the numeric evaluation.
    private static BigInteger? IntegerRoot(BigInteger value, int degree)
    {
        var guess = (BigInteger)Math.Round(Math.Pow((double)value, 1.0 / degree));
        return value.GetBitLength() < 500 && BigInteger.Pow(guess, degree) == value ? guess : null;
    }

    private Rational? Function(Expr node)
    {
        if (Value(node.Arguments[0]) is not { } a)
        {
            return null;
        }

        return node.Name switch
        {
            "sqrt" => Root(a, 2),
            "root" => Value(node.Arguments[1]) is { IsInteger: true, Sign: > 0 } degree && degree.Numerator < 1_000
                ? Root(a, (int)degree.Numerator)
                : null,
            "cbrt" => Root(a, 3),
            "abs" => a.Abs(),
            "floor" => a.Floor(),
            "ceil" => -(-a).Floor(),
            "!" => a.IsInteger && a.Sign >= 0 && a.Numerator <= MaxFactorial && budget.Spend((long)a.Numerator)
                ? Product(1, (int)a.Numerator)
                : null,
            "binom" => Value(node.Arguments[^1]) is { } k ? Binomial(a, k) : null,
            "gcd" or "lcm" or "max" or "min" => Several(node, a),
            "ln" => a == Rational.One ? Rational.Zero : null,
            _ => null,
        };
    }

    private static BigInteger Product(int from, int to)
    {
        var result = BigInteger.One;
        for (var i = from; i <= to; i++)
        {
            result *= i;
        }

        return result;
    }

    private Rational? Binomial(Rational n, Rational k) =>
        n.IsInteger && k.IsInteger && n.Numerator <= MaxFactorial && k.Sign >= 0 && k.Numerator <= n.Numerator
            && budget.Spend((long)n.Numerator)
            ? Product((int)(n.Numerator - k.Numerator) + 1, (int)n.Numerator) / Product(1, (int)k.Numerator)
            : null;

    private Rational? Several(Expr node, Rational first)
    {
        foreach (var argument in node.Arguments.AsSpan(1))
        {
            if (Value(argument) is not { } next || !Fits(first.Bits + next.Bits))
            {
                return null;
            }

            var whole = first.IsInteger && next.IsInteger && !first.IsZero && !next.IsZero;
            var smaller = (first - next).Sign < 0;
            switch (node.Name)
            {
                case "max":
                    first = smaller ? next : first;
                    break;
                case "min":
                    first = smaller ? first : next;
                    break;
                case var _ when !whole:
                    return null;
                default:
                    var gcd = BigInteger.GreatestCommonDivisor(first.Numerator, next.Numerator);
                    first = node.Name == "gcd" ? gcd : BigInteger.Abs(first.Numerator * next.Numerator) / gcd;
                    break;
            }
        }

        return first;
    }
}
