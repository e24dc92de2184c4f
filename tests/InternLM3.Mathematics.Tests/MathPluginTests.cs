using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace InternLM3.Mathematics.Tests;

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
    [InlineData("x_", "too early")]
    [InlineData("x_{", "too early")]
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
