using System.Text.Json;
using InternLM3.SemanticKernel.Plugins;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.SemanticKernel.Tests.Plugins;

public sealed class MathPluginTests
{
    private readonly MathPlugin _plugin = new();

    [Theory]
    [InlineData("26 * 9", "234")]
    [InlineData("(12 + 30) * 7", "294")]
    [InlineData("-2^2", "-4")]
    [InlineData("2^3^2", "512")]
    [InlineData("2^-3", "1/8")]
    [InlineData("0^0", "1")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("1/3 + 1/6", "1/2")]
    [InlineData("1.5/7", "3/14")]
    [InlineData("7 % 3 + mod(-7, 3)", "3")]
    [InlineData("50% * 80", "40")]
    [InlineData("7 mod 4", "3")]
    [InlineData("7 \\bmod 4", "3")]
    [InlineData("1,234,567 + 1", "1234568")]
    [InlineData("gcd(1,234)", "1")]
    [InlineData("5!", "120")]
    [InlineData("7!!", "105")]
    [InlineData("0!", "1")]
    [InlineData("3!!!", "6")]
    [InlineData("binomial(10, 3) + C(4, 2)", "126")]
    [InlineData("binomial(3, 5)", "0")]
    [InlineData("\\binom{5}{2}", "10")]
    [InlineData("permutations(5, 2)", "20")]
    [InlineData("gcd(12, 18) + lcm(4, 6)", "18")]
    [InlineData("gcd(0, 0)", "0")]
    [InlineData("sqrt(144)", "12")]
    [InlineData("sqrt(8)", "2*sqrt(2)")]
    [InlineData("(1 + sqrt(5))/2", "1/2 + sqrt(5)/2")]
    [InlineData("(1 + sqrt(2)) * (1 - sqrt(2))", "-1")]
    [InlineData("1/(3 - sqrt(8))", "3 + 2*sqrt(2)")]
    [InlineData("sqrt(2) * sqrt(6)", "2*sqrt(3)")]
    [InlineData("sqrt(1000003*1000003*2) - 1000003*sqrt(2)", "0")]
    [InlineData("8^(1/3) + cbrt(-27) + 16^(3/4)", "7")]
    [InlineData("\\sqrt[3]{\\frac{8}{27}}", "2/3")]
    [InlineData("\\frac12 + \\frac{3}{4}", "5/4")]
    [InlineData("$2 \\cdot 3^{2} \\times \\left(1 - \\frac{1}{3}\\right)$", "12")]
    [InlineData("2(3+4)(1+1)", "28")]
    [InlineData("|-3| + |2 - 5|", "6")]
    [InlineData("\\lfloor 7/2 \\rfloor + \\lceil 7/2 \\rceil", "7")]
    [InlineData("floor(-sqrt(2)) + ceil(sqrt(2)) + trunc(-2.5)", "-2")]
    [InlineData("round(2.5) + round(-2.5) + round(2.345, 2)", "2.35")]
    [InlineData("min(3, sqrt(2), 2) - max(1, sqrt(2))", "0")]
    [InlineData("sign(-5) * abs(-2)", "-2")]
    [InlineData("powmod(7, 999999999999, 1000)", "143")]
    [InlineData("7^999999999999 mod 1000", "143")]
    [InlineData("log(1000) + log(1/8, 2) + log_2 8 + ln(1) + log2(1024)", "13")]
    [InlineData("sin(0) + cos(0) + exp(0)", "2")]
    [InlineData("1e3 + 2.5E-1", "1000.25")]
    [InlineData("３ × ４ ÷ ２ − １", "5")]
    [InlineData("√16 + 2²", "8")]
    [InlineData("div(-7, 2)", "-4")]
    [InlineData("\\boxed{42}", "42")]
    public void Evaluate_Exact_GivesTheExactValue(string expression, string value)
    {
        var result = _plugin.Evaluate(expression);

        Assert.Equal((null, value, true), (result.Error, result.Result, result.Exact));
        Assert.Null(result.ErrorBound);
    }

    [Theory]
    [InlineData("pi", 3.141592653589793)]
    [InlineData("sin(pi/6)", 0.5)]
    [InlineData("sin 30°", 0.5)]
    [InlineData("\\cos 60^\\circ", 0.5)]
    [InlineData("\\sin^2 1 + \\cos^2 1", 1)]
    [InlineData("\\sin^{-1} 1", 1.5707963267948966)]
    [InlineData("sin 2pi", 0)]
    [InlineData("e^2", 7.38905609893065)]
    [InlineData("2^0.5 * 3^(1/3)", 2.039648903)]
    [InlineData("ln(10^1000)", 2302.585092994046)]
    [InlineData("sqrt(2) + sqrt(3)", 3.1462643699419723)]
    [InlineData("tan(pi/4) + atan(1) + tanh(1)", 2.546992319)]
    [InlineData("1e-400 + 2pi", 6.283185307)]
    public void Evaluate_Approximate_SaysSoWithABound(string expression, double value)
    {
        var result = _plugin.Evaluate(expression).EnsureSuccess();

        Assert.False(result.Exact);
        Assert.Equal(value, Read(result.Result!), 1e-8);
        Assert.InRange(Read(result.ErrorBound!), 0, 1e-10);
    }

    [Theory]
    [InlineData("22/7", "3.1428571428571428571")]
    [InlineData("sqrt(2)", "1.4142135623730950488")]
    [InlineData("-1/3", "-0.33333333333333333333")]
    [InlineData("1/10^30", "1e-30")]
    [InlineData("99 - 70*sqrt(2)", "0.0050506338833465838818")]
    [InlineData("10^30 + 1/2", "1e+30")]
    public void Evaluate_NoInteger_GivesTwentyDigits(string expression, string digits) => Assert.Equal(digits, _plugin.Evaluate(expression).Digits);

    [Fact]
    public void Evaluate_LongResult_IsApproximatedWithABound()
    {
        var result = _plugin.Evaluate("2000!").EnsureSuccess();

        Assert.False(result.Exact);
        Assert.Matches(@"^3\.3162750924506332\d+e\+5735$", result.Result);
        Assert.Equal("1e5716", result.ErrorBound);
        Assert.True(new MathPlugin(new MathLimits { ResultDigits = 6000 }).Evaluate("2000!").Exact);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("1/0", "Division by zero.")]
    [InlineData("0^-1", "Division by zero.")]
    [InlineData("mod(5, 0)", "Division by zero.")]
    [InlineData("sqrt(-1)", "not real")]
    [InlineData("(-8)^0.25", "not real")]
    [InlineData("ln(0)", "positive")]
    [InlineData("asin(2)", "from -1 to 1")]
    [InlineData("x + 1", "\"x\"")]
    [InlineData("sin", "too early")]
    [InlineData("2 3", "does not belong")]
    [InlineData("(1 + 2", "\")\" is missing")]
    [InlineData("1 +", "too early")]
    [InlineData("gcd(1.5, 2)", "integers")]
    [InlineData("(-3)!", "at least 0")]
    [InlineData("1.5!", "integers")]
    [InlineData("17 % -5", "mod(a, b)")]
    [InlineData("root(2)", "root takes 2 arguments")]
    [InlineData("sqrt(1, 2)", "sqrt takes 1 argument,")]
    [InlineData("__import__('os')", "means nothing")]
    [InlineData("1 # 2", "means nothing")]
    [InlineData("\\input{file}", "\"input\"")]
    [InlineData("tan(pi/2)", "tangent")]
    [InlineData("sin(10^30)", "period")]
    [InlineData("exp(1000)", "too large")]
    [InlineData("floor(pi - pi)", "too near")]
    public void Evaluate_Wrong_IsOneSentenceThatSaysWhatToDo(string expression, string part)
    {
        var result = _plugin.Evaluate(expression);

        Assert.Contains(part, result.Error, StringComparison.Ordinal);
        Assert.Equal((null, null), (result.Result, result.Exact));
        Assert.Equal(result.Error, Assert.Throws<MathException>(result.EnsureSuccess).Message);
    }

    [Theory]
    [InlineData("84/126", "2/3", "0.66666666666666666667")]
    [InlineData("-0.375", "-3/8", "-0.375")]
    [InlineData("10/5", "2", null)]
    [InlineData("\\frac{-6}{-4}", "3/2", "1.5")]
    public void SimplifyFraction_Fractions_AreInLowestTerms(string fraction, string simple, string? digits)
    {
        var result = _plugin.SimplifyFraction(fraction);

        Assert.Equal((simple, digits, true), (result.Result, result.Digits, result.Exact));
    }

    [Theory]
    [InlineData("7x + 12 = 96", "x = 12")]
    [InlineData("3x^2 - 5x = 2", "x = -1/3 or x = 2")]
    [InlineData("x^2 = 2", "x = -sqrt(2) or x = sqrt(2)")]
    [InlineData("x^2 + x + 1 = 0", "x = -1/2 + sqrt(3)/2*i or x = -1/2 - sqrt(3)/2*i")]
    [InlineData("x^2 + 4", "x = 2*i or x = -2*i")]
    [InlineData("(x - 1)^2 = 0", "x = 1 (2 times)")]
    [InlineData("1/x = 4", "x = 1/4")]
    [InlineData("(x^2 - 1)/(x - 1) = 0", "x = -1")]
    [InlineData("1/x = 0", "no solution")]
    [InlineData("x = x + 1", "no solution")]
    [InlineData("2x = x + x", "every x")]
    [InlineData("x^3 - 6x^2 + 11x - 6 = 0", "x = 1 or x = 2 or x = 3")]
    [InlineData("y^4 - 5y^2 + 6 = 0", null)]
    [InlineData("x^3 = 2x", "x = -sqrt(2) or x = 0 or x = sqrt(2)")]
    [InlineData("\\frac{x}{2} - 0.25 = 3", "x = 13/2")]
    public void SolveEquation_Equations_HaveTheseSolutions(string equation, string? solution)
    {
        var result = _plugin.SolveEquation(equation).EnsureSuccess();

        if (solution is not null)
        {
            Assert.Equal((solution, true), (result.Result, result.Exact));
        }
        else
        {
            Assert.False(result.Exact);
            Assert.NotNull(result.ErrorBound);
        }
    }

    [Theory]
    [InlineData("1 = 2", "no variable")]
    [InlineData("x + y = 2", "several variables (x, y)")]
    [InlineData("sin(x) = 0", "polynomials")]
    [InlineData("2^x = 8", "polynomials")]
    [InlineData("sqrt(2) x = 1", "coefficients")]
    [InlineData("x^65 = 1", "65")]
    public void SolveEquation_Wrong_SaysWhatToDo(string equation, string part) => Assert.Contains(part, _plugin.SolveEquation(equation).Error, StringComparison.Ordinal);

    [Fact]
    public void SolveEquation_SeveralVariables_TheNamedOneNeedsNumbersForTheOthers() =>
        Assert.Contains("y", _plugin.SolveEquation("x + y = 2", "y").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("x + y = 3; x - y = 1", "x = 2, y = 1")]
    [InlineData("2x + 3y = 1, x = 1/3", "x = 1/3, y = 1/9")]
    [InlineData("x + y = 1 and x + y = 2", "no solution")]
    [InlineData("x + y = 1; 2x + 2y = 2", "infinitely many solutions: x = 1 - y, y free")]
    [InlineData("x = 2y", "infinitely many solutions: x = 2*y, y free")]
    [InlineData("a + b + c = 6; 2a - b = 0; \\frac{c}{3} = 1", "a = 1, b = 2, c = 3")]
    [InlineData("3(x + 1) = 9; y/2 = x", "x = 2, y = 4")]
    public void SolveSystem_Systems_HaveTheseSolutions(string equations, string solution) => Assert.Equal(solution, _plugin.SolveSystem(equations).EnsureSuccess().Result);

    [Theory]
    [InlineData("x*y = 1; x = 2", "linear")]
    [InlineData("1/x = 1", "linear")]
    [InlineData("1 = 1", "no variable")]
    public void SolveSystem_Wrong_SaysWhatToDo(string equations, string part) => Assert.Contains(part, _plugin.SolveSystem(equations).Error, StringComparison.Ordinal);

    [Fact]
    public void PolynomialRoots_CubicWithoutRationalRoots_AreNumericWithABound()
    {
        var result = _plugin.PolynomialRoots("x^3 - 2x - 5").EnsureSuccess();

        // Newton's own example: 2.0945514815423265914823865405793.
        var real = result.Result!.Split(" or ")[0];
        Assert.StartsWith("x = 2.0945514815423", real, StringComparison.Ordinal);
        Assert.InRange(Math.Abs(Read(real[4..]) - 2.0945514815423266), 0, Read(result.ErrorBound!));
        Assert.Equal(3, result.Result.Split(" or ").Length);
        Assert.False(result.Exact);
    }

    [Theory]
    [InlineData("(x - 1)^3 (x^2 + 1)", "x = 1 (3 times) or x = i or x = -i")]
    [InlineData("x^2 - 2", "x = -sqrt(2) or x = sqrt(2)")]
    [InlineData("x", "x = 0")]
    public void PolynomialRoots_Exact_WithMultiplicities(string polynomial, string roots) => Assert.Equal(roots, _plugin.PolynomialRoots(polynomial).Result);

    [Fact]
    public void PolynomialRoots_Wilkinson_AreAllFoundExactly()
    {
        var result = _plugin.PolynomialRoots(string.Concat(Enumerable.Range(1, 10).Select(i => $"(x - {i})")));

        Assert.Equal((string.Join(" or ", Enumerable.Range(1, 10).Select(i => $"x = {i}")), true), (result.Result, result.Exact));
    }

    [Theory]
    [InlineData("x^3", "3*x^2")]
    [InlineData("5", "0")]
    [InlineData("x^2 * sin(x)", "2*x*sin(x) + x^2*cos(x)")]
    [InlineData("1/x", "-1/x^2")]
    [InlineData("e^(2x)", "2*e^(2*x)")]
    [InlineData("2^x", "2^x*ln(2)")]
    [InlineData("ln(3x)", "3/(3*x)")]
    [InlineData("sqrt(x)", "1/(2*sqrt(x))")]
    [InlineData("a*x + b", "a")]
    [InlineData("-cos(x)", "sin(x)")]
    [InlineData("(x + 1)^2", "2*(x + 1)")]
    public void Differentiate_Formulas_AreSimple(string expression, string derivative) => Assert.Equal(derivative, _plugin.Differentiate(expression).EnsureSuccess().Result);

    [Theory]
    [InlineData("x^3", "2", "12")]
    [InlineData("x^(1/2)", "4", "1/4")]
    [InlineData("abs(x)", "-3", "-1")]
    [InlineData("(x^2 + 1)/(x - 1)", "3", "1/2")]
    public void Differentiate_AtAPoint_IsItsValue(string expression, string at, string value) => Assert.Equal(value, _plugin.Differentiate(expression, at: at).EnsureSuccess().Result);

    [Theory]
    [InlineData("sin(x)*exp(x)/(1+x^2)")]
    [InlineData("x^x")]
    [InlineData("atan(x^2) + asin(x/3) + acos(x/4)")]
    [InlineData("tan(x)*tanh(x) + sinh(x)/cosh(x)")]
    [InlineData("log(x, 3) * log2(x) + cbrt(x) * log(x)")]
    public void Differentiate_Values_AgreeWithDifferences(string expression)
    {
        double At(string x) => Read(_plugin.Evaluate(expression.Replace("exp", "E", StringComparison.Ordinal).Replace("x", x, StringComparison.Ordinal).Replace("E", "exp", StringComparison.Ordinal)).EnsureSuccess().Result!);

        var difference = (At("(1.20001)") - At("(1.19999)")) / 2e-5;

        Assert.Equal(difference, Read(_plugin.Differentiate(expression, at: "1.2").EnsureSuccess().Result!), 1e-6);
    }

    [Fact]
    public void Differentiate_NoDerivative_SaysWhatIsKnown() => Assert.Contains("gcd has no derivative", _plugin.Differentiate("gcd(x, 2)").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("x^2", "0", "1", "1/3")]
    [InlineData("(x + 1)(x - 1)", "-1", "1", "-4/3")]
    [InlineData("5", "2", "0", "-10")]
    [InlineData("x", "1", "1", "0")]
    public void Integrate_Polynomials_IsExact(string expression, string from, string to, string value)
    {
        var result = _plugin.Integrate(expression, from, to);

        Assert.Equal((value, true), (result.Result, result.Exact));
    }

    [Theory]
    [InlineData("sin(x)", "0", "pi", 2)]
    [InlineData("exp(-x^2)", "-inf", "inf", 1.7724538509055160273)]
    [InlineData("1/(1 + x^2)", "0", "\\infty", 1.5707963267948966)]
    [InlineData("sqrt(1 - x^2)", "-1", "1", 1.5707963267948966)]
    [InlineData("ln(x)", "1", "e", 1)]
    [InlineData("abs(x - 1/3)", "0", "1", 0.27777777777777779)]
    [InlineData("x*exp(-x)", "0", "20", 0.99999995671579)]
    [InlineData("sin(x)", "pi", "0", -2)]
    public void Integrate_Numeric_StaysWithinItsBound(string expression, string from, string to, double value)
    {
        var result = _plugin.Integrate(expression, from, to).EnsureSuccess();

        Assert.False(result.Exact);
        Assert.InRange(Math.Abs(Read(result.Result!) - value), 0, Read(result.ErrorBound!) + 1e-14);
        Assert.InRange(Read(result.ErrorBound!), 0, 1e-6);
    }

    [Theory]
    [InlineData("1/x", "-1", "1", "not defined")]
    [InlineData("1/(x - 0.3)^2", "0", "1", "")]
    [InlineData("1/x", "1", "inf", "")]
    [InlineData("sin(1/x)/x^3", "0.0000001", "1", "")]
    [InlineData("x*y", "0", "1", "\"y\"")]
    [InlineData("floor(x)", "0", "1", "floor")]
    public void Integrate_Impossible_IsAnError(string expression, string from, string to, string part) =>
        Assert.Contains(part, _plugin.Integrate(expression, from, to).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("2, 4, 4, 4, 5, 5, 7, 9", "count = 8, sum = 40, mean = 5, median = 9/2, mode = 4, min = 2, max = 9, population variance = 4, population standard deviation = 2, sample variance = 32/7, sample standard deviation = 4*sqrt(14)/7")]
    [InlineData("[3]", "count = 1, sum = 3, mean = 3, median = 3, min = 3, max = 3, population variance = 0, population standard deviation = 0")]
    [InlineData("1/2; 0.25", "count = 2, sum = 0.75, mean = 0.375, median = 0.375, min = 0.25, max = 0.5, population variance = 0.015625, population standard deviation = 0.125, sample variance = 0.03125, sample standard deviation = sqrt(2)/8")]
    public void Describe_Lists_AreDescribedExactly(string numbers, string text) => Assert.Equal((text, true), (_plugin.Describe(numbers).Result, _plugin.Describe(numbers).Exact));

    [Theory]
    [InlineData("2", "prime", true)]
    [InlineData("1", "neither prime nor composite", true)]
    [InlineData("-7", "neither prime nor composite", true)]
    [InlineData("561", "composite", true)]
    [InlineData("997^2", "composite", true)]
    [InlineData("3215031751", "composite", true)]
    [InlineData("2^61 - 1", "prime", true)]
    [InlineData("2^127 - 1", "probably prime", false)]
    [InlineData("(2^61 - 1)(2^89 - 1)", "composite", true)]
    public void IsPrime_Numbers_AreToldApart(string number, string kind, bool exact) => Assert.Equal((kind, exact), (_plugin.IsPrime(number).Result, _plugin.IsPrime(number).Exact));

    [Theory]
    [InlineData("360", "2^3 * 3^2 * 5")]
    [InlineData("-12", "-1 * 2^2 * 3")]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("10! + 1", "11 * 329891")]
    [InlineData("1000003 * 1000033", "1000003 * 1000033")]
    [InlineData("1009^2 * 1013", "1009^2 * 1013")]
    [InlineData("2^64 - 1", "3 * 5 * 17 * 257 * 641 * 65537 * 6700417")]
    public void Factorize_Numbers_HaveTheseFactors(string number, string factors) => Assert.Equal(factors, _plugin.Factorize(number).EnsureSuccess().Result);

    [Fact]
    public void Factorize_OutOfReach_NamesTheFactorThatIsLeft()
    {
        var error = _plugin.Factorize("(10^40 + 121)(10^41 + 73)*6").Error;

        Assert.Contains("out of reach", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ff", 16, 2, "11111111")]
    [InlineData("0xFF", 16, 10, "255")]
    [InlineData("-1011", 2, 8, "-13")]
    [InlineData("0", 10, 36, "0")]
    [InlineData("zz", 36, 10, "1295")]
    [InlineData("340282366920938463463374607431768211456", 10, 16, "100000000000000000000000000000000")]
    public void ConvertBase_Integers_AreConverted(string number, int from, int to, string digits) => Assert.Equal(digits, _plugin.ConvertBase(number, from, to).EnsureSuccess().Result);

    [Theory]
    [InlineData("12", 2, 10, "no digit of base 2")]
    [InlineData("1", 1, 10, "take 2 to 36")]
    [InlineData("1", 10, 37, "take 2 to 36")]
    [InlineData("", 10, 2, "empty")]
    [InlineData("1.5", 10, 2, "integer")]
    public void ConvertBase_Wrong_SaysWhatToDo(string number, int from, int to, string part) => Assert.Contains(part, _plugin.ConvertBase(number, from, to).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("26 * 9", "234")]
    [InlineData("7/2.0", "3.5")]
    [InlineData("7/2", "7/2")]
    [InlineData("1/0", "error: Division by zero.")]
    public void Calculate_Expressions_GivePlainText(string expression, string text) => Assert.Equal(text, _plugin.Calculate(expression));

    [Fact]
    public void Calculate_Approximate_SaysSo() => Assert.Matches(@"^0\.841470984807897 \(approximate, error at most \d+e-1[56]\)$", _plugin.Calculate("sin(1)"));

    [Fact]
    public async Task AsAITools_And_KernelFunctions_AreTheSame()
    {
        var kernel = KernelPluginFactory.CreateFromObject(_plugin, "math");
        var tools = _plugin.AsAITools().Cast<AIFunction>().ToArray();

        Assert.Equal(kernel.Select(function => function.Name).Order(), tools.Select(tool => tool.Name).Order());
        Assert.All(tools, tool => Assert.Equal(kernel[tool.Name].Description, tool.Description));
        var result = (JsonElement)(await tools.Single(tool => tool.Name == "evaluate").InvokeAsync(new AIFunctionArguments { ["expression"] = "1 + sqrt(2)" }, TestContext.Current.CancellationToken))!;
        Assert.Equal(["result", "exact", "decimal"], result.EnumerateObject().Select(property => property.Name));
        Assert.Equal("1 + sqrt(2)", result.GetProperty("result").GetString());
        Assert.Equal(["is_prime", "evaluate"], _plugin.AsAITools("is_prime", "evaluate").Select(tool => tool.Name));
        Assert.Equal("sum", Assert.Throws<UnsupportedOptionException>(() => _plugin.AsAITools("sum")).Option);
    }

    private static double Read(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
