namespace InternLM3.Mathematics.Tests;

/// <summary>Generated problems of the kinds InternLM3-Tiny was trained on, with their answers.</summary>
internal static class MathProblems
{
    private static readonly string[] s_people = ["Alice", "Bob", "Carol", "Emma", "Frank", "Henry", "Iris", "Leo", "Mia", "Tom"];
    private static readonly string[] s_things = ["apples", "books", "pens", "coins", "stamps", "cards", "shells"];

    /// <summary>Problems in words and equations, seven kinds in turn.</summary>
    public static IEnumerable<(string Text, int Answer)> InWords(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (person, thing) = (s_people[random.Next(s_people.Length)], s_things[random.Next(s_things.Length)]);
            var (a, b, digit) = (random.Next(10, 1000), random.Next(10, 1000), random.Next(2, 10));
            yield return (i % 7) switch
            {
                0 => ($"{person} has {a} {thing} and buys {b} more. How many {thing} does {person} have now?", a + b),
                1 => ($"{person} has {Math.Max(a, b)} {thing} and gives away {Math.Min(a, b)}. How many {thing} are left?", Math.Abs(a - b)),
                2 => ($"There are {a % 200} boxes with {digit} {thing} each. How many {thing} are there?", a % 200 * digit),
                3 => ($"Solve {digit}x + {b % 30 + 1} = {(digit * (a % 20 + 1)) + (b % 30) + 1}.", (a % 20) + 1),
                4 => ($"{person} shares {digit * (a % 30 + 1)} {thing} among {digit} friends. How many does each friend get?", (a % 30) + 1),
                5 => ($"计算 {a} + {b}。", a + b),
                _ => ($"A rectangle is {(a % 29) + 2} cm long and {digit} cm wide. What is its area?", ((a % 29) + 2) * digit),
            };
        }
    }

    /// <summary>Expressions to compute, six kinds in turn.</summary>
    public static IEnumerable<(string Text, int Answer)> Expressions(int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var (a, b, c) = (random.Next(1, 1000), random.Next(1, 1000), random.Next(1, 100));
            yield return (i % 6) switch
            {
                0 => ($"What is {a} + {b}?", a + b),
                1 => ($"Compute {a} - {b}.", a - b),
                2 => ($"What is {a} * {c}?", a * c),
                3 => ($"Calculate ({a} + {b}) * {c}", (a + b) * c),
                4 => ($"What is {a} * {b} + {c}?", (a * b) + c),
                _ => ($"Please evaluate {a} + {b} - {c}.", a + b - c),
            };
        }
    }
}
