using System.Numerics;
using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Syntax;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Algebra;

/// <summary>A quotient of two polynomials in one variable with rational coefficients.</summary>
internal sealed record Fraction(Polynomial Top, Polynomial Bottom)
{
    /// <summary>Converts an expression to a quotient of polynomials.</summary>
    /// <exception cref="MathException">It contains another variable, or a root or function of the variable.</exception>
    public static Fraction Of(Node node, string variable, Arithmetic arithmetic)
    {
        arithmetic.Budget.Charge(1);
        return node switch
        {
            NumberNode number => Whole(new Polynomial([number.Value])),
            SymbolNode symbol when symbol.Name == variable => Whole(Polynomial.Variable),
            NegateNode negate => Of(negate.Operand, variable, arithmetic) is var inside ? inside with { Top = inside.Top.Negate() } : null!,
            SumNode sum => sum.Terms.Select(term => Of(term, variable, arithmetic)).Aggregate((a, b) => a.Plus(b, arithmetic)),
            ProductNode product =>
                product.Factors.Select(factor => Of(factor, variable, arithmetic)).Aggregate((a, b) => a.Times(b, arithmetic)),
            InverseNode inverse => Of(inverse.Operand, variable, arithmetic).Invert(),
            PowerNode { Exponent: var e } power when Variables.In(power.Base).Contains(variable) && !Variables.In(e).Any()
                && new Evaluator(arithmetic).Evaluate(e) is Exact { IsInteger: true } exponent
                => Of(power.Base, variable, arithmetic).Power(exponent.Whole.Numerator, arithmetic),
            _ when !Variables.In(node).Any() => new Evaluator(arithmetic).Evaluate(node) is Exact { IsRational: true } value
                ? Whole(new Polynomial([value.Whole]))
                : throw new MathException("The coefficients must be integers, decimals or fractions; roots and pi are not."),
            _ => throw new MathException(
                $"Only polynomials and fractions of polynomials in {variable} are solved here; use evaluate to try values."),
        };
    }

    private static Fraction Whole(Polynomial polynomial) => new(polynomial, Polynomial.One);

    private Fraction Plus(Fraction other, Arithmetic arithmetic) =>
        new(Top.Times(other.Bottom, arithmetic).Plus(other.Top.Times(Bottom, arithmetic), arithmetic),
            Bottom.Times(other.Bottom, arithmetic));

    private Fraction Times(Fraction other, Arithmetic arithmetic) =>
        new(Top.Times(other.Top, arithmetic), Bottom.Times(other.Bottom, arithmetic));

    private Fraction Invert() => Top.IsZero ? throw new MathException("Division by zero.") : new(Bottom, Top);

    private Fraction Power(BigInteger exponent, Arithmetic arithmetic)
    {
        if (BigInteger.Abs(exponent) > Polynomial.MaxDegree)
        {
            throw new MathException($"The power {exponent} is too large; the highest degree is {Polynomial.MaxDegree}.");
        }

        var factor = exponent.Sign < 0 ? Invert() : this;
        return Enumerable.Repeat(factor, (int)BigInteger.Abs(exponent)).Aggregate(Whole(Polynomial.One), (a, b) => a.Times(b, arithmetic));
    }
}
