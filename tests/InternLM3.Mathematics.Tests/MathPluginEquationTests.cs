namespace InternLM3.Mathematics.Tests;

public sealed class MathPluginEquationTests
{
    private readonly MathPlugin _plugin = new();

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

    private static double Read(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
