using System.Globalization;
using InternLM3.Evaluation.Running;

namespace InternLM3.Evaluation.Tasks.Arithmetic;

/// <summary>A problem within InternLM3-Tiny's abilities: whole numbers below 1,000, one or two operations.</summary>
/// <param name="Kind">The ability it tests.</param>
/// <param name="Text">The problem.</param>
/// <param name="Answer">The correct answer, an integer.</param>
internal sealed record ArithmeticProblem(string Kind, string Text, int Answer)
{
    private static readonly string[] s_people = ["Tom", "Ann", "Ben", "Eva", "Sam", "Lily"];
    private static readonly string[] s_things = ["apples", "books", "pens", "coins", "stamps", "cards", "shells"];

    /// <summary>Creates the problem with a number, which depends only on the arguments.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="number">The problem's number, from 0; the kinds alternate.</param>
    /// <param name="expressions">Whether the problems are expressions for a calculator.</param>
    public static ArithmeticProblem Create(long seed, int number, bool expressions)
    {
        var random = RandomSource.For(seed, expressions ? "expression" : "problem", number.ToString(CultureInfo.InvariantCulture));
        return expressions ? Expression(random, number % 4) : (number % 7) switch
        {
            0 => Addition(random),
            1 => Subtraction(random),
            2 => Multiplication(random),
            3 => Division(random),
            4 => Equation(random),
            5 => Area(random),
            _ => Chinese(random),
        };
    }

    private static ArithmeticProblem Addition(RandomSource random)
    {
        var (a, b) = (Number(random), Number(random));
        var (person, things) = (random.Pick<string>(s_people), random.Pick<string>(s_things));
        var text = random.Pick(
            $"What is {a} + {b}?",
            $"{person} has {a} {things} and buys {b} more. How many {things} does {person} have now?",
            $"Add {a} and {b}.");
        return new("addition", text, a + b);
    }

    private static ArithmeticProblem Subtraction(RandomSource random)
    {
        var (a, b) = (Number(random), Number(random));
        (a, b) = (Math.Max(a, b), Math.Min(a, b));
        var (person, things) = (random.Pick<string>(s_people), random.Pick<string>(s_things));
        var text = random.Pick(
            $"What is {a} - {b}?", $"{person} has {a} {things} and gives away {b}. How many {things} are left?");
        return new("subtraction", text, a - b);
    }

    private static ArithmeticProblem Multiplication(RandomSource random)
    {
        var (a, b, things) = (random.Next(2, 199), random.Next(2, 9), random.Pick<string>(s_things));
        var text = random.Pick(
            $"What is {a} * {b}?", $"There are {a} boxes with {b} {things} each. How many {things} are there?");
        return new("multiplication", text, a * b);
    }

    private static ArithmeticProblem Division(RandomSource random)
    {
        var (b, result, things) = (random.Next(2, 12), random.Next(1, 30), random.Pick<string>(s_things));
        var text = random.Pick(
            $"What is {b * result} / {b}?",
            $"{random.Pick<string>(s_people)} shares {b * result} {things} among {b} friends. How many does each friend get?");
        return new("division", text, result);
    }

    private static ArithmeticProblem Equation(RandomSource random)
    {
        var (x, a, b) = (random.Next(1, 20), random.Next(2, 9), random.Next(1, 30));
        return new("equation", random.Pick($"Solve {a}x + {b} = {(a * x) + b}.", $"Find x if {a}x + {b} = {(a * x) + b}."), x);
    }

    private static ArithmeticProblem Area(RandomSource random)
    {
        var (width, height) = (random.Next(2, 30), random.Next(2, 9));
        var text = random.Pick(
            $"A rectangle is {width} cm long and {height} cm wide. What is its area?",
            $"Find the area of a {width} by {height} rectangle.");
        return new("area", text, width * height);
    }

    private static ArithmeticProblem Chinese(RandomSource random)
    {
        var (a, b) = (Number(random), Number(random));
        return new("Chinese", random.Pick($"计算 {a} + {b}。", $"{a} 加 {b} 等于多少?", $"小明有{a}个苹果,又买了{b}个,现在有多少个?"), a + b);
    }

    private static ArithmeticProblem Expression(RandomSource random, int kind)
    {
        var (a, b, c) = (Number(random), Number(random), Number(random));
        var (text, answer) = kind switch
        {
            0 => ($"{a} + {b} - {c}", a + b - c),
            1 => ($"{a} * {b}", a * b),
            2 => ($"({a} + {b}) * {c}", (a + b) * c),
            _ => ($"{a} * {b} + {c}", (a * b) + c),
        };
        return new(((string[])["sum", "product", "brackets", "product and sum"])[kind],
            random.Pick($"What is {text}?", $"Compute {text}.", $"Please evaluate {text}."), answer);
    }

    // The bound has one, two or three digits; two digits are twice as likely.
    private static int Number(RandomSource random) => random.Pick(1, 2, 2, 3) switch
    {
        1 => random.Next(1, 9),
        2 => random.Next(1, 99),
        _ => random.Next(1, 999),
    };
}
