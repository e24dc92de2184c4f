using System.Numerics;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Evaluation;

/// <summary>
/// The operations on values. Exact operands give an exact result when it is rational or has a single square root; otherwise the result
/// is approximate. Costs are charged to the budget first. Not safe for concurrent use.
/// </summary>
internal sealed class Arithmetic(Budget budget)
{
    public Budget Budget { get; } = budget;

    public static Approximate Approximate(Value value) => value as Approximate ?? Decimals.ToApproximate((Exact)value);

    public Value Add(Value a, Value b)
    {
        if (a is Exact x && b is Exact y && Meet(x, y) is var (left, right, radicand))
        {
            return Make(Plus(left.Whole, right.Whole), Plus(left.Factor, right.Factor), radicand);
        }

        var (p, q) = (Approximate(a), Approximate(b));
        return Values.Approximate.Of(p.Number + q.Number, p.Error + q.Error);
    }

    public static Value Negate(Value value) => value is Exact exact
        ? exact with { Whole = -exact.Whole, Factor = -exact.Factor }
        : Values.Approximate.Of(-((Approximate)value).Number, ((Approximate)value).Error);

    public Value Subtract(Value a, Value b) => Add(a, Negate(b));

    public Value Multiply(Value a, Value b)
    {
        if (a is Exact x && b is Exact y)
        {
            if (Meet(x, y) is var (left, right, radicand))
            {
                return Make(
                    Plus(Times(left.Whole, right.Whole), Times(Times(left.Factor, right.Factor), radicand)),
                    Plus(Times(left.Whole, right.Factor), Times(left.Factor, right.Whole)),
                    radicand);
            }

            if (x.Whole.IsZero && y.Whole.IsZero)
            {
                return Multiply(new Exact(Times(x.Factor, y.Factor)), SquareRoot(Times(x.Radicand, y.Radicand)));
            }
        }

        var (p, q) = (Approximate(a), Approximate(b));
        return Values.Approximate.Of(p.Number * q.Number,
            (Math.Abs(p.Number) * q.Error) + (Math.Abs(q.Number) * p.Error) + (p.Error * q.Error));
    }

    public Value Invert(Value value)
    {
        if (value is Exact exact)
        {
            if (exact.IsZero)
            {
                throw new MathException("Division by zero.");
            }

            // The conjugate over the norm; a surd's norm is not zero.
            var norm = Plus(Times(exact.Whole, exact.Whole), -Times(Times(exact.Factor, exact.Factor), exact.Radicand));
            return exact.IsRational
                ? new Exact(Rational.One / exact.Whole)
                : Make(Over(exact.Whole, norm), -Over(exact.Factor, norm), exact.Radicand);
        }

        var x = (Approximate)value;
        var nearest = Math.Abs(x.Number) - x.Error;
        return nearest > 0
            ? Values.Approximate.Of(1 / x.Number, x.Error / nearest / Math.Abs(x.Number))
            : throw new MathException("Division by a number that cannot be told from zero.");
    }

    public Value Power(Value a, Value b)
    {
        if (a is Exact x && b is Exact { IsRational: true } y)
        {
            if (y.IsInteger)
            {
                return IntegerPower(x, y.Whole.Numerator);
            }

            if (x.IsRational && y.Whole.Denominator <= 1024)
            {
                var degree = (int)y.Whole.Denominator;
                return degree % 2 == 0 || !y.Whole.Numerator.IsOne || x.Sign >= 0
                    ? RootPower(x, y.Whole, degree)
                    : Negate(RootPower((Exact)Negate(x), y.Whole, degree));
            }
        }

        // An approximate base may be negative where the exponent is an integer, or one over an odd one.
        if (a is Approximate { Number: < 0 } && b is Exact { IsRational: true, Whole: var e } && !e.Denominator.IsEven
            && (e.IsInteger || e.Numerator.IsOne))
        {
            var power = RealPower(Negate(a), b);
            return e.Numerator.IsEven ? power : Negate(power);
        }

        return a is Approximate x0 && b is Exact { IsInteger: true, Sign: > 0 } && Math.Abs(x0.Number) <= x0.Error
            ? Values.Approximate.Of(0, Math.Pow(Math.Abs(x0.Number) + x0.Error, (double)((Exact)b).Whole.Numerator))
            : RealPower(a, b);
    }

    /// <summary>The square root of a rational number of at least 0: a rational number or a surd.</summary>
    public Value SquareRoot(Rational value)
    {
        if (value.Sign < 0)
        {
            throw new MathException("The square root of a negative number is not real.");
        }

        // sqrt(p/q) = sqrt(pq)/q, and squares of small primes leave the root.
        Budget.Multiply(value.Bits, value.Bits);
        var radicand = value.Numerator * value.Denominator;
        if (IntegerRoot.TryExact(radicand, 2, Budget, out var root))
        {
            return new Exact(Rational.Of(root, value.Denominator));
        }

        var outside = BigInteger.One;
        foreach (var prime in SmallPrimes.Below1000)
        {
            var square = (BigInteger)prime * prime;
            Budget.Multiply(radicand.GetBitLength(), 32);
            while (BigInteger.DivRem(radicand, square, out var rest) is var quotient && rest.IsZero)
            {
                Budget.Multiply(radicand.GetBitLength(), 32);
                radicand = quotient;
                outside *= prime;
            }
        }

        return IntegerRoot.TryExact(radicand, 2, Budget, out root)
            ? new Exact(Rational.Of(outside * root, value.Denominator))
            : new Exact(Rational.Zero, Rational.Of(outside, value.Denominator), radicand);
    }

    /// <summary>-1, 0 or 1.</summary>
    /// <exception cref="MathException">An approximate difference cannot be told from zero.</exception>
    public int Compare(Value a, Value b) => Subtract(a, b) switch
    {
        Exact exact => exact.Sign,
        Approximate x when Math.Abs(x.Number) > x.Error => Math.Sign(x.Number),
        _ => throw new MathException("Two approximate values are too close to be compared."),
    };

    public Rational Plus(Rational a, Rational b)
    {
        Grow(a, b);
        return a + b;
    }

    public Rational Times(Rational a, Rational b)
    {
        Grow(a, b);
        return a * b;
    }

    public Rational Over(Rational a, Rational b)
    {
        Grow(a, b);
        return b.IsZero ? throw new MathException("Division by zero.") : a / b;
    }

    private void Grow(Rational a, Rational b)
    {
        Budget.Size(a.Bits + b.Bits, "A number on the way");
        Budget.Multiply(a.Bits, b.Bits);
        if (!a.IsInteger || !b.IsInteger)
        {
            Budget.Gcd(a.Bits + b.Bits, Math.Min(a.Bits, b.Bits));
        }
    }

    // Both operands written with the same radicand, or null when that is impossible.
    private (Exact, Exact, BigInteger)? Meet(Exact a, Exact b)
    {
        if (a.IsRational || b.IsRational || a.Radicand == b.Radicand)
        {
            return (a, b, a.IsRational ? b.Radicand : a.Radicand);
        }

        // sqrt(8018) and sqrt(8018 p²) of a large prime p are one surd: their product is a square.
        Budget.Multiply(a.Radicand.GetBitLength(), b.Radicand.GetBitLength());
        return IntegerRoot.TryExact(a.Radicand * b.Radicand, 2, Budget, out var root)
            ? (a, b with { Factor = Times(b.Factor, Rational.Of(root, a.Radicand)), Radicand = a.Radicand }, a.Radicand)
            : null;
    }

    private static Exact Make(Rational whole, Rational factor, BigInteger radicand) =>
        factor.IsZero ? new Exact(whole) : new Exact(whole, factor, radicand);

    private Value IntegerPower(Exact x, BigInteger exponent)
    {
        if (exponent.Sign < 0)
        {
            return IntegerPower((Exact)Invert(x), -exponent);
        }

        if (x.IsRational && (x.IsZero || x.Whole.Abs() == Rational.One))
        {
            return exponent.IsZero ? new Exact(Rational.One) : new Exact(exponent.IsEven ? x.Whole * x.Whole : x.Whole);
        }

        // Numerator and denominator grow separately, but their total bits grow with the exponent.
        var size = (x.Bits - (x.IsRational && x.Whole.IsInteger ? 1 : 0)) * (double)exponent;
        Budget.Size(size, "The power");
        Budget.Multiply(size, size);
        if (x.IsRational)
        {
            var power = (int)exponent;
            return new Exact(Rational.Of(BigInteger.Pow(x.Whole.Numerator, power), BigInteger.Pow(x.Whole.Denominator, power)));
        }

        Value result = new Exact(Rational.One);
        Value square = x;
        for (; !exponent.IsZero; exponent >>= 1)
        {
            result = exponent.IsEven ? result : Multiply(result, square);
            square = exponent.IsOne ? square : Multiply(square, square);
        }

        return result;
    }

    private Value RootPower(Exact x, Rational exponent, int degree)
    {
        if (x.Sign < 0)
        {
            throw new MathException("A root or fractional power of a negative number is not real; only odd roots are.");
        }

        if (degree == 2)
        {
            return IntegerPower((Exact)SquareRoot(x.Whole), exponent.Numerator);
        }

        return IntegerRoot.TryExact(x.Whole.Numerator, degree, Budget, out var top)
            && IntegerRoot.TryExact(x.Whole.Denominator, degree, Budget, out var bottom)
            ? IntegerPower(new Exact(Rational.Of(top, bottom)), exponent.Numerator)
            : RealPower(x, new Exact(exponent));
    }

    private Value RealPower(Value a, Value b)
    {
        if (a is Exact { IsZero: true })
        {
            return Approximate(b).Number > 0 ? new Exact(Rational.Zero) : throw new MathException("Zero has no negative power.");
        }

        var x = Approximate(a);
        if (x.Number <= x.Error && x.High > 0 && b is Exact { IsRational: true, Sign: > 0 } positive)
        {
            // The base may be zero: where the power exists, it lies between zero and the power of the upper end.
            return Values.Approximate.Of(0, Math.Pow(x.High, Approximate(positive).Number));
        }

        return x.Number - x.Error > 0
            ? RealFunctions.Exp(Multiply(b, RealFunctions.Ln(a)))
            : throw new MathException("A fractional power of a negative number is not real.");
    }
}
