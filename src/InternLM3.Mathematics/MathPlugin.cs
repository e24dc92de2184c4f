using System.ComponentModel;
using System.Numerics;
using InternLM3.Mathematics.Algebra;
using InternLM3.Mathematics.Calculus;
using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Numbers;
using InternLM3.Mathematics.Syntax;
using InternLM3.Mathematics.Values;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.Mathematics;

/// <summary>
/// Mathematics for models: results are exact where possible, and marked as approximate otherwise. The grammar, the functions and their
/// limits are in docs/math.md of this package. Pure computation in process; safe for concurrent use.
/// </summary>
/// <remarks>
/// What cannot be computed is an error in the result, not an exception: function invocation hides an exception's message from the
/// model, which then cannot correct its call. <see cref="MathResult.EnsureSuccess"/> throws it for callers in C#.
/// </remarks>
public sealed class MathPlugin
{
    private const string Grammar = "numbers, + - * / ^ !, brackets, sqrt, root(x, n), abs, floor, round, mod(a, b), gcd, lcm, "
        + "binomial(n, k), ln, log (base 10), sin, cos, tan (radians), pi, e; LaTeX is understood";
    private readonly MathLimits _limits;

    /// <summary>Creates the plugin.</summary>
    /// <param name="limits">The limits of one call; null for the defaults.</param>
    /// <exception cref="UnsupportedOptionException">A limit is out of its range.</exception>
    public MathPlugin(MathLimits? limits = null)
    {
        _limits = limits ?? new MathLimits();
        _limits.Validate();
    }

    /// <summary>The value of an expression.</summary>
    [KernelFunction("evaluate")]
    [Description("Evaluates a mathematical expression exactly where possible, and tells whether the result is exact.")]
    public MathResult Evaluate([Description("The expression, for example (12 + 30) * 7. Known: " + Grammar + ".")] string expression) =>
        Compute(arithmetic => Answer.Of(
            new Evaluator(arithmetic).Evaluate(Parser.Expression(expression, arithmetic.Budget)), _limits, IsDecimal(expression)));

    /// <summary>
    /// The value of an expression as plain text, for small models: InternLM3-Tiny answers less often correctly with JSON results and
    /// longer descriptions.
    /// </summary>
    /// <returns>The value; <c>… (approximate, error at most …)</c> when it is not exact; <c>error: …</c> when there is none.</returns>
    [KernelFunction("calculator")]
    [Description("Evaluates a mathematical expression.")]
    public string Calculate([Description("The expression.")] string expression) => Evaluate(expression) switch
    {
        { Error: { } error } => $"error: {error}",
        { Exact: false } result => $"{result.Result} (approximate, error at most {result.ErrorBound})",
        var result => result.Result!,
    };

    /// <summary>A fraction in lowest terms.</summary>
    [KernelFunction("simplify_fraction")]
    [Description("Simplifies a fraction to lowest terms.")]
    public MathResult SimplifyFraction([Description("The fraction, for example 84/126 or 0.375.")] string fraction) => Compute(arithmetic =>
        new Evaluator(arithmetic).Evaluate(Parser.Expression(fraction, arithmetic.Budget)) is Exact { IsRational: true } value
            ? Answer.Of(value, _limits)
            : throw new MathException("This is no fraction of integers; use evaluate for other numbers."));

    /// <summary>The solutions of a polynomial equation or one of fractions of polynomials: exact up to quadratic factors.</summary>
    [KernelFunction("solve_equation")]
    [Description("Solves an equation in one unknown: linear, quadratic (exact roots), polynomial, or with the unknown in denominators.")]
    public MathResult SolveEquation(
        [Description("The equation, for example 3x^2 - 5x = 2.")] string equation,
        [Description("The unknown; may be left out when there is only one.")] string? variable = null) => Compute(arithmetic =>
    {
        var node = Parser.Equation(equation, arithmetic.Budget);
        var name = Variables.Only(node, variable);
        var fraction = Fraction.Of(node, name, arithmetic);
        if (fraction.Bottom.IsZero)
        {
            throw new MathException("Division by zero.");
        }

        if (fraction.Top.IsZero)
        {
            return new MathResult
            {
                Result = $"every {name}{(fraction.Bottom.Degree > 0 ? " for which both sides are defined" : "")}",
                Exact = true,
            };
        }

        // At common zeros of top and bottom the equation is undefined: they are not solutions.
        var common = fraction.Top.Gcd(fraction.Bottom, arithmetic);
        var top = fraction.Top;
        while (common.Degree > 0)
        {
            top = top.Divide(common, arithmetic).Quotient;
            common = top.Gcd(common, arithmetic);
        }

        return Roots(RootFinder.Find(top, arithmetic), name);
    });

    /// <summary>The solution of linear equations.</summary>
    [KernelFunction("solve_system")]
    [Description("Solves a system of linear equations exactly.")]
    public MathResult SolveSystem(
        [Description("The equations, separated by semicolons, for example x + y = 3; x - y = 1.")] string equations) =>
        Compute(arithmetic => new MathResult
        {
            Result = LinearSystem.Solve(Parser.Equations(equations, arithmetic.Budget), arithmetic),
            Exact = true,
        });

    /// <summary>All complex roots of a polynomial.</summary>
    [KernelFunction("polynomial_roots")]
    [Description("Finds all roots, complex ones too, of a polynomial in one variable.")]
    public MathResult PolynomialRoots([Description("The polynomial, for example x^3 - 2x + 5.")] string polynomial) => Compute(arithmetic =>
    {
        var node = Parser.Equation(polynomial, arithmetic.Budget);
        var name = Variables.Only(node, null);
        var fraction = Fraction.Of(node, name, arithmetic);
        return fraction.Bottom.Degree > 0 || fraction.Top.IsZero
            ? throw new MathException("This is no polynomial that has roots; use solve_equation for fractions.")
            : Roots(RootFinder.Find(fraction.Top, arithmetic), name);
    });

    /// <summary>The derivative of an expression, or its value at a point.</summary>
    [KernelFunction("derivative")]
    [Description("Differentiates an expression, symbolically, or at a point.")]
    public MathResult Differentiate(
        [Description("The expression, for example x^2 * sin(x).")] string expression,
        [Description("The variable to differentiate by.")] string variable = "x",
        [Description("A value of the variable at which the derivative is wanted, for example 1/2; leave it out for a formula.")]
        string? at = null) => Compute(arithmetic =>
    {
        var derivative = Derivative.Of(Parser.Expression(expression, arithmetic.Budget), variable, arithmetic.Budget);
        if (string.IsNullOrWhiteSpace(at))
        {
            var text = Formatter.Write(derivative);
            return text.Length <= _limits.InputLength
                ? new MathResult { Result = text, Exact = true }
                : throw new MathException($"The derivative has {text.Length} characters; ask for its value at a point instead.");
        }

        var point = new Evaluator(arithmetic).Evaluate(Parser.Expression(at, arithmetic.Budget));
        var value = new Evaluator(arithmetic, new Dictionary<string, Value> { [variable] = point }).Evaluate(derivative);
        return Answer.Of(value, _limits, IsDecimal(expression + at));
    });

    /// <summary>A definite integral: exact for polynomials, else numeric.</summary>
    [KernelFunction("integrate")]
    [Description("Computes a definite integral: exactly for polynomials, otherwise numerically with an error bound.")]
    public MathResult Integrate(
        [Description("The integrand, for example sin(x)/x.")] string expression,
        [Description("The lower end, for example 0 or -inf.")] string from,
        [Description("The upper end, for example pi/2 or inf.")] string to,
        [Description("The variable of integration.")] string variable = "x") => Compute(arithmetic =>
    {
        var integrand = Parser.Expression(expression, arithmetic.Budget);
        var (lower, upper) = (Parser.Expression(from, arithmetic.Budget), Parser.Expression(to, arithmetic.Budget));
        return Answer.Of(Integral.Of(integrand, variable, lower, upper, arithmetic), _limits);
    });

    /// <summary>Count, sum, mean, median, mode, extremes, variances and standard deviations of a list.</summary>
    [KernelFunction("statistics")]
    [Description(
        "Describes a list of numbers: count, sum, mean, median, mode, min, max, variance and standard deviation (population and sample).")]
    public MathResult Describe(
        [Description("The numbers, separated by commas, for example 2, 3.5, 7/2.")] string numbers) => Compute(arithmetic =>
    {
        var evaluator = new Evaluator(arithmetic);
        var measures = Statistics.Of([.. Parser.List(numbers, arithmetic.Budget).Select(evaluator.Evaluate)], arithmetic).ToArray();
        var texts = measures.Select(measure => $"{measure.Name} = {Answer.Text(measure.Value, _limits, IsDecimal(numbers))}");
        return new MathResult { Result = string.Join(", ", texts), Exact = measures.All(measure => measure.Value is Exact) };
    });

    /// <summary>Whether an integer is prime.</summary>
    [KernelFunction("is_prime")]
    [Description("Tells whether an integer is prime.")]
    public MathResult IsPrime([Description("The integer, or an expression such as 2^61 - 1.")] string number) => Compute(arithmetic =>
    {
        var n = Integer(number, arithmetic);
        var prime = n > 1 && Primes.IsPrime(n, arithmetic.Budget);

        // A number that fails the test is certainly composite.
        var certain = !prime || Primes.IsCertain(n);
        return new MathResult
        {
            Result = prime ? certain ? "prime" : "probably prime" : n > 1 ? "composite" : "neither prime nor composite",
            Exact = certain,
        };
    });

    /// <summary>The prime factors of an integer.</summary>
    [KernelFunction("factorize")]
    [Description("Factorises an integer into primes.")]
    public MathResult Factorize([Description("The integer, or an expression such as 10! + 1.")] string number) => Compute(arithmetic =>
    {
        var n = Integer(number, arithmetic);
        if (n.IsZero || n.IsOne || n == BigInteger.MinusOne)
        {
            return new MathResult { Result = n.ToString(System.Globalization.CultureInfo.InvariantCulture), Exact = true };
        }

        var factors = Primes.Factors(BigInteger.Abs(n), arithmetic.Budget);
        var text = string.Join(" * ", factors
            .GroupBy(factor => factor)
            .Select(group => group.Count() == 1 ? $"{group.Key}" : $"{group.Key}^{group.Count()}"));
        return new MathResult { Result = (n.Sign < 0 ? "-1 * " : "") + text, Exact = factors.TrueForAll(Primes.IsCertain) };
    });

    /// <summary>An integer in another base.</summary>
    [KernelFunction("convert_base")]
    [Description("Converts an integer from one number base to another (2 to 36).")]
    public MathResult ConvertBase(
        [Description("The integer's digits, for example ff or 1011.")] string number,
        [Description("The base it is written in, for example 16.")] int fromBase,
        [Description("The base that is wanted, for example 2.")] int toBase) => Compute(arithmetic => new MathResult
    {
        Result = NumberBase.Write(NumberBase.Read(number, fromBase, arithmetic.Budget), toBase, arithmetic.Budget),
        Exact = true,
    });

    /// <summary>Checks every equation between numbers in a text, such as a model's working, and lists the wrong ones.</summary>
    /// <param name="text">Any text; equations with variables are skipped.</param>
    /// <exception cref="MathException">
    /// The text is longer than <see cref="MathLimits.InputLength"/> allows, or needs more work than is allowed.
    /// </exception>
    [KernelFunction("check_arithmetic")]
    [Description("Checks every equation of numbers in a text, such as a worked solution, and lists those that are wrong.")]
    public ArithmeticCheck CheckArithmetic([Description("The text, for example: 6 * 9 = 54 and 54 + 180 = 224.")] string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= _limits.InputLength
            ? Working.Check(text, new Arithmetic(new Budget(_limits)))
            : throw new MathException($"The text has {text.Length} characters, and {_limits.InputLength} are allowed; check it in parts.");
    }

    /// <summary>The functions as tools of Microsoft.Extensions.AI, under the same names as in Semantic Kernel.</summary>
    /// <param name="names">The functions to return, in this order; none for all of them. A small model calls best with few.</param>
    /// <exception cref="UnsupportedOptionException">A name is not a function of this plugin.</exception>
    public IReadOnlyList<AITool> AsAITools(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        AIFunction[] all =
        [
            Tool(Calculate, "calculator"), Tool(Evaluate, "evaluate"), Tool(SimplifyFraction, "simplify_fraction"),
            Tool(SolveEquation, "solve_equation"), Tool(SolveSystem, "solve_system"), Tool(PolynomialRoots, "polynomial_roots"),
            Tool(Differentiate, "derivative"), Tool(Integrate, "integrate"), Tool(Describe, "statistics"),
            Tool(IsPrime, "is_prime"), Tool(Factorize, "factorize"), Tool(ConvertBase, "convert_base"),
            Tool(CheckArithmetic, "check_arithmetic"),
        ];
        return names.Count == 0 ? all : [.. names.Select(name => Array.Find(all, tool => tool.Name == name)
            ?? throw new UnsupportedOptionException(name,
                $"is no function of MathPlugin; there are {string.Join(", ", all.Select(tool => tool.Name))}."))];
    }

    private static AIFunction Tool(Delegate function, string name) => AIFunctionFactory.Create(function, name);

    private static bool IsDecimal(string? text) => text?.Contains('.', StringComparison.Ordinal) ?? false;

    private static BigInteger Integer(string text, Arithmetic arithmetic) =>
        new Evaluator(arithmetic).Evaluate(Parser.Expression(text, arithmetic.Budget)) is Exact { IsInteger: true } value
            ? value.Whole.Numerator
            : throw new MathException("An integer is needed here.");

    private static MathResult Roots(List<Root> roots, string variable)
    {
        if (roots.Count == 0)
        {
            return new MathResult { Result = "no solution", Exact = true };
        }

        var text = string.Join(
            " or ", roots.Select(root => $"{variable} = {root}{(root.Multiplicity > 1 ? $" ({root.Multiplicity} times)" : "")}"));
        Approximate[] approximate = [.. roots.SelectMany(root => (Value[])[root.Real, root.Imaginary]).OfType<Approximate>()];
        return new MathResult
        {
            Result = text,
            Exact = approximate.Length == 0,
            Digits = roots is [{ IsReal: true, Real: Exact { IsInteger: false } only }] ? Decimals.Of(only) : null,
            ErrorBound = approximate.Select(part => part.Print().Bound)
                .MaxBy(bound => double.Parse(bound, System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    private MathResult Compute(Func<Arithmetic, MathResult> compute)
    {
        try
        {
            return compute(new Arithmetic(new Budget(_limits)));
        }
        catch (MathException e)
        {
            return new MathResult { Error = e.Message };
        }
    }
}
