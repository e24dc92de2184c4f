namespace InternLM3.Mathematics.Tests;

public sealed class MathPluginCalculusTests
{
    private readonly MathPlugin _plugin = new();

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

    private static double Read(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
