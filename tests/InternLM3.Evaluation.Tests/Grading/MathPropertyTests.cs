using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using InternLM3.Evaluation.Grading;
using Microsoft.FSharp.Core;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class MathPropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(2_025, 11), FSharpOption<int>.None)));

    private static readonly Gen<string> s_leaf = Gen.OneOf(
        Gen.Choose(0, 99).Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Elements("x", "y", "a", "n", "\\pi", "e", "\\theta", "0.5", "2.75", "x_1"));

    // Answers as a model writes them: mathematics of any depth, then tuples, intervals, sets, lists and equations of it.
    private static readonly Gen<string> s_expression = Gen.Sized(size => Expression(Math.Min(size / 12, 4)));

    private static readonly Gen<string> s_answer = Gen.OneOf(
        s_expression,
        s_expression,
        Pair("({0}, {1})"),
        Pair("[{0}, {1})"),
        Pair("\\{{{0}, {1}\\}}"),
        Pair("{0}, {1}"),
        Pair("x = {0} + {1}"),
        Pair("{0} \\pm {1}"),
        Pair("\\begin{{pmatrix}} {0} & 1 \\\\ {1} & 2 \\end{{pmatrix}}"),
        Pair("({0}, {1}) \\cup (7, 8)"));

    // Answer texts of any kind, sensible or not.
    private static readonly Gen<string> s_any = Gen.OneOf(s_answer, Gen.Elements(MathPairs.All.SelectMany(pair => (string[])[pair.Prediction, pair.Target]).ToArray()));

    [Fact]
    public void Equal_AnyAnswer_IsItself() => Check.One(s_config, Prop.ForAll(s_answer.ToArbitrary(), answer => MathEquivalence.Equal(answer, answer)));

    [Fact]
    public void Equal_AnyTwoAnswers_IsSymmetric() => Check.One(s_config, Prop.ForAll(s_any.ToArbitrary(), s_any.ToArbitrary(), (a, b) =>
        MathEquivalence.Equal(a, b) == MathEquivalence.Equal(b, a)));

    [Fact]
    public void Equal_FormattingNoise_ChangesNothing()
    {
        (string Name, Func<string, string> Apply)[] noises =
        [
            ("spaces", text => $"  {text.Replace(" ", "   ", StringComparison.Ordinal)} "),
            ("left and right", text => text.Replace("(", "\\left(", StringComparison.Ordinal).Replace(")", "\\right)", StringComparison.Ordinal)),
            ("dollar signs", text => $"${text}$"),
            ("brackets of mathematics", text => $"\\({text}\\)"),
            ("full stop", text => text + "."),
            ("large fractions", text => text.Replace("\\frac", "\\dfrac", StringComparison.Ordinal)),
            ("thin spaces", text => text.Replace(" ", "\\, ", StringComparison.Ordinal)),
            ("dot for a sign", text => text.Replace("\\cdot", "\\times", StringComparison.Ordinal)),
            ("box", text => $"The answer is \\boxed{{{text}}}."),
            ("display", text => "\\displaystyle " + text),
        ];

        foreach (var (_, apply) in noises)
        {
            Check.One(s_config.WithMaxTest(150), Prop.ForAll(s_answer.ToArbitrary(), answer => MathEquivalence.Equal(apply(answer), answer) && MathEquivalence.Equal(answer, apply(answer))));
        }
    }

    [Fact]
    public void Equal_OneMore_IsAnotherAnswer() => Check.One(s_config, Prop.ForAll(s_expression.ToArbitrary(), expression =>
        !MathEquivalence.Equal($"{expression} + 1", expression) || !HasValue(expression)));

    [Fact]
    public void Equal_SumsAndProducts_InAnyOrder() => Check.One(s_config, Prop.ForAll(s_expression.ToArbitrary(), s_expression.ToArbitrary(), (a, b) =>
        MathEquivalence.Equal($"({a}) + ({b})", $"({b}) + ({a})") && MathEquivalence.Equal($"({a}) \\cdot ({b})", $"({b})({a})") || !HasValue(a) || !HasValue(b)));

    [Fact]
    public void Equal_FractionsOfIntegers_AreEqualWhenTheirProductsAre()
    {
        Check.One(s_config, Prop.ForAll(Gen.Choose(1, 12).Four().ToArbitrary(), numbers =>
        {
            var (a, b, c, d) = numbers;
            return MathEquivalence.Equal($"\\frac{{{a}}}{{{b}}}", $"{c}/{d}") == (a * d == b * c);
        }));
    }

    [Fact]
    public void Equal_AnyText_NeverThrows()
    {
        var piece = Gen.Elements("\\frac", "{", "}", "\\{", "\\}", "(", ")", "[", "]", "|", "^", "_", "\\sqrt", "[3]", "1", "23", ".5", ",", "\\text{cm}", "\\text{", "x", "y", "=", "<", "\\le", "\\cup", "\\pm", "!", "%",
            "\\%", "$", "\\$", "\\begin{pmatrix}", "\\end{pmatrix}", "&", "\\\\", "\\sin", "\\log", "\\in", "\\mathbb{R}", "\\infty", "9^9^9", "-", "+", "*", "/", ":", "°", "^\\circ", "\\binom", " ", "\0", "\uD800", "中文", "和", "²", "√",
            "\\overline{3}", "0.", "e", "1e9", "_2", "'", "\\left", "\\right", "\\boxed{", "and", "or", "yes", "\\", "~", "\\gcd", "\\max", "1,000", "{,}");
        var text = piece.ListOf().Select(string.Concat);
        Check.One(s_config.WithMaxTest(4_000), Prop.ForAll(text.ToArbitrary(), text.ToArbitrary(), (a, b) => MathEquivalence.Equal(a, b) == MathEquivalence.Equal(b, a)));
    }

    // An expression with a division by zero, or too large a number, has no value to differ from another's.
    private static bool HasValue(string expression) => MathEquivalence.Equal($"({expression}) - ({expression})", "0");

    private static Gen<string> Pair(string form) => s_expression.Two().Select(pair => string.Format(CultureInfo.InvariantCulture, form, pair.Item1, pair.Item2));

    private static Gen<string> Expression(int depth)
    {
        if (depth == 0)
        {
            return s_leaf;
        }

        var inner = Expression(depth - 1);
        return Gen.OneOf(
            s_leaf,
            Two("{0} + {1}"),
            Two("({0}) - ({1})"),
            Two("({0}) \\cdot ({1})"),
            Two("\\frac{{{0}}}{{{1}}}"),
            inner.Select(a => $"\\sqrt{{{a}}}"),
            inner.Select(a => $"({a})^2"),
            inner.Select(a => $"({a})^{{-1}}"),
            inner.Select(a => $"\\sin({a})"),
            inner.Select(a => $"2({a})"));

        Gen<string> Two(string form) => inner.Two().Select(pair => string.Format(CultureInfo.InvariantCulture, form, pair.Item1, pair.Item2));
    }
}
