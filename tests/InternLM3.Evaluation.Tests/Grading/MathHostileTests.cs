using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

/// <summary>Answers written to exhaust the grader: each must come back, and differ. Without the limits many of them take minutes or the stack.</summary>
public sealed class MathHostileTests
{
    public static TheoryData<string, string> Answers => new()
    {
        { new string('(', 1_900), "5" },
        { Repeat("\\frac{1}{", 200), "5" },
        { new string('{', 900) + "1" + new string('}', 900), "2" },
        { new string('-', 1_900) + "5", "6" },
        { "9^{9^{9^{9^{9}}}}", "5" },
        { string.Join('^', Enumerable.Repeat("9", 900)), "5" },
        { "5" + new string('!', 1_500), "3" },
        { "1000!^{1000!}", "3" },
        { "999!^{99}", "999!^{98}" },
        { string.Join('+', Enumerable.Range(1, 280).Select(i => $"1/{i}")), "5" },
        { string.Join('+', Enumerable.Range(2, 80).Select(i => $"{i}^{{9999}}/{i + 1}^{{9999}}")), "5" },
        { string.Join(',', Enumerable.Range(2, 64).Select(i => $"\\sqrt{{{i}}}")), string.Join(',', Enumerable.Range(3, 64).Select(i => $"\\sqrt{{{i}}}")) },
        { string.Join(',', Enumerable.Range(2, 64).Select(i => $"(x+{i})^9")), string.Join(',', Enumerable.Range(4, 64).Select(i => $"(x+{i})^9")) },
        { string.Join("\\cup", Enumerable.Range(0, 60).Select(i => $"({i},x^{i})")), string.Join("\\cup", Enumerable.Range(0, 60).Select(i => $"({i},x^{i + 1})")) },
        { Repeat("\\pm x", 200), "5" },
        { Repeat("\\sin ", 600) + "x", "5" },
        { new string('7', 1_990), new string('7', 1_989) + "8" },
        { "(1e999+1)/(1e998+7)+(1e997+1)/(1e998+9)", "5" },
        { "(x+1)^{9999}", "(x+2)^{9999}" },
        { Repeat("\\{", 300) + "1" + Repeat("\\}", 300), "5" },
        { new string('|', 500), "5" },
        { Repeat("x_{", 400), "5" },
        { Repeat("\\text{", 300), "5" },
        { Repeat("\\mathrm{1", 200), "5" },
        { Repeat("=x", 600), "5" },
        { "x" + Repeat("=x", 600), "x" + Repeat("=y", 600) },
        { Repeat("x<", 600) + "x", "y" },
        { Repeat("\\begin{pmatrix}", 100), "5" },
        { "\\begin{pmatrix}" + Repeat("1&", 900), "5" },
        { Repeat("answer is ", 180), "5" },
        { Repeat("$x", 700), "5" },
        { Repeat("x ", 950), Repeat("y ", 950) },
        { Repeat("\\binom{1000}{500}+", 130) + "1", "5" },
        { $"\\gcd({new string('9', 900)},{new string('7', 900)})", "5" },
        { Repeat("\\sqrt{", 300) + "x" + Repeat("}", 300), "5" },
        { Repeat("(x+y)^2*", 200) + "1", Repeat("(x-y)^2*", 200) + "1" },
        { "1" + new string('%', 900), "5" },
        { Repeat("1:", 700) + "1", "5" },
        { "12_{99999999999999999999}", "5" },
        { "\\sqrt[0]{5}", "5" },
        { "5^{1/0}", "5" },
        { "0^{-1}", "0" },
        { new string('9', 300_000), "9" },
        { new string(' ', 190_000) + "5 6", "5" },
        { new string('5', 100_000), new string('5', 99_999) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Equal_HostileAnswer_IsDifferent(string prediction, string target)
    {
        Assert.False(MathEquivalence.Equal(prediction, target));
        Assert.False(MathEquivalence.Equal(target, prediction));
    }

    private static string Repeat(string part, int count) => string.Concat(Enumerable.Repeat(part, count));
}
