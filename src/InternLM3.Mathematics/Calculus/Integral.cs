using InternLM3.Mathematics.Algebra;
using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Syntax;
using InternLM3.Mathematics.Values;
using MathNet.Numerics.Integration;

namespace InternLM3.Mathematics.Calculus;

/// <summary>
/// Definite integrals: exact for polynomials between fractions, else by adaptive Gauss-Kronrod quadrature (MathNet.Numerics).
/// </summary>
internal static class Integral
{
    // The error estimate is the sum over the pieces of the differences between 7 and 15 points, pessimistic for smooth integrands.
    private const double Tolerance = 1e-12;
    private const double WorstAccepted = 1e-6;

    /// <summary>Integrates over one variable.</summary>
    public static Value Of(Node integrand, string variable, Node from, Node to, Arithmetic arithmetic)
    {
        if (Variables.In(integrand).FirstOrDefault(name => name != variable) is { } other)
        {
            throw new MathException($"\"{other}\" is not the variable of integration ({variable}); put a number in its place.");
        }

        if (!IsInfinite(from) && !IsInfinite(to) && Limit(from, arithmetic) is Exact { IsRational: true } low
            && Limit(to, arithmetic) is Exact { IsRational: true } high && AsPolynomial(integrand, variable, arithmetic) is { } polynomial)
        {
            var primitive = new Polynomial(
                [Rational.Zero, .. polynomial.Coefficients.Take(Polynomial.MaxDegree).Select((c, i) => arithmetic.Over(c, i + 1))]);
            return new Exact(arithmetic.Plus(primitive.Value(high.Whole, arithmetic), -primitive.Value(low.Whole, arithmetic)));
        }

        return Numeric(integrand, Bound(from, arithmetic), Bound(to, arithmetic), arithmetic.Budget);
    }

    private static Polynomial? AsPolynomial(Node integrand, string variable, Arithmetic arithmetic)
    {
        try
        {
            return Fraction.Of(integrand, variable, arithmetic) is { Bottom.Degree: 0, Top.Degree: < Polynomial.MaxDegree } fraction
                ? fraction.Top.Divide(fraction.Bottom, arithmetic).Quotient
                : null;
        }
        catch (MathException)
        {
            // Not a polynomial, or one too large for exact work: quadrature does it.
            return null;
        }
    }

    private static Approximate Numeric(Node integrand, Approximate from, Approximate to, Budget budget)
    {
        // The time a visited node takes, in units of work.
        var cost = 30.0 * RealFunction.Size(integrand);
        var edge = 0.0;
        var value = GaussKronrodRule.Integrate(x =>
        {
            budget.Charge(cost);
            var y = RealFunction.At(integrand, x);
            edge = Math.Max(edge, Math.Abs(y));
            return double.IsFinite(y)
                ? y
                : throw new MathException($"The integrand is not defined, or infinite, at {x:0.######}; the integral may not exist.");
        }, from.Number, to.Number, out var error, out var norm, Tolerance, maximumDepth: 15, order: 15);
        var scale = Math.Max(Math.Abs(value), norm * 1e-3);
        if (!double.IsFinite(value) || !(error <= WorstAccepted * Math.Max(scale, 1e-300)))
        {
            throw new MathException("The integral does not converge within the work allowed; it may not exist, "
                + "or needs to be split where the integrand is difficult.");
        }

        // At a kink the estimate was too small by a factor of 3, so it is taken 10 times, and the tolerance added; an end known to within
        // d moves the integral by about d times the integrand.
        return Approximate.Of(value, (10 * error) + (norm * Tolerance) + ((Ends(from) + Ends(to)) * edge));
    }

    private static double Ends(Approximate bound) => double.IsFinite(bound.Number) ? bound.Error : 0;

    private static Value Limit(Node node, Arithmetic arithmetic) => new Evaluator(arithmetic).Evaluate(node);

    private static bool IsInfinite(Node node) =>
        (node is NegateNode negate ? negate.Operand : node) is SymbolNode { Name: "inf" or "infinity" or "oo" };

    private static Approximate Bound(Node node, Arithmetic arithmetic) => IsInfinite(node)
        ? Approximate.Infinite(node is NegateNode)
        : Arithmetic.Approximate(Limit(node, arithmetic));
}
