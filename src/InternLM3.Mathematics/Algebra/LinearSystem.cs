using System.Text;
using InternLM3.Mathematics.Evaluation;
using InternLM3.Mathematics.Syntax;
using InternLM3.Mathematics.Values;

namespace InternLM3.Mathematics.Algebra;

/// <summary>Linear equations, solved by elimination with fractions.</summary>
internal static class LinearSystem
{
    private const int MaxUnknowns = 50;

    /// <summary>Solves equations, each given as an expression that equals 0.</summary>
    /// <returns><c>x = 1, y = 2</c>, a solution with free unknowns, or <c>no solution</c>.</returns>
    public static string Solve(IReadOnlyList<Node> equations, Arithmetic arithmetic)
    {
        string[] unknowns = [.. equations.SelectMany(Variables.In).Distinct().Order(StringComparer.Ordinal)];
        if (unknowns.Length is 0 or > MaxUnknowns || equations.Count > MaxUnknowns)
        {
            throw new MathException(unknowns.Length == 0
                ? "There is no variable; write one, such as x."
                : $"At most {MaxUnknowns} unknowns and equations are solved.");
        }

        // One row per equation: a coefficient for every unknown, then the constant.
        Rational[][] rows = [.. equations.Select(equation => Row(equation, unknowns, arithmetic))];
        var pivots = Eliminate(rows, unknowns.Length, arithmetic);
        if (rows.Skip(pivots.Count).Any(row => !row[^1].IsZero))
        {
            return "no solution";
        }

        var free = Enumerable.Range(0, unknowns.Length).Except(pivots).ToArray();
        var text = string.Join(", ", pivots.Select((column, row) => $"{unknowns[column]} = {Describe(rows[row], free, unknowns)}"));
        return free.Length == 0
            ? text
            : $"infinitely many solutions: {text}{(text.Length > 0 ? ", " : "")}"
                + $"{string.Join(", ", free.Select(column => unknowns[column]))} free";
    }

    private static Rational[] Row(Node node, string[] unknowns, Arithmetic arithmetic)
    {
        var row = new Rational[unknowns.Length + 1];
        Add(node, Rational.One);
        return row;

        void Add(Node part, Rational times)
        {
            arithmetic.Budget.Charge(1);
            switch (part)
            {
                case SumNode sum:
                    foreach (var term in sum.Terms)
                    {
                        Add(term, times);
                    }

                    break;
                case NegateNode negate:
                    Add(negate.Operand, -times);
                    break;
                case SymbolNode symbol when Array.IndexOf(unknowns, symbol.Name) is var at and >= 0:
                    row[at] = arithmetic.Plus(row[at], times);
                    break;
                case ProductNode product when product.Factors.Where(factor => Variables.In(factor).Any()).ToArray() is [var only]
                    && only is not InverseNode:
                    Add(only, product.Factors
                        .Where(factor => factor != only)
                        .Aggregate(times, (value, factor) => arithmetic.Times(value, Number(factor))));
                    break;
                case var constant when !Variables.In(constant).Any():
                    row[^1] = arithmetic.Plus(row[^1], -arithmetic.Times(times, Number(constant)));
                    break;
                default:
                    throw new MathException(
                        "Only linear equations with numbers as coefficients are solved as a system; use solve_equation for one unknown.");
            }
        }

        Rational Number(Node constant) => new Evaluator(arithmetic).Evaluate(constant) is Exact { IsRational: true } value
            ? value.Whole
            : throw new MathException("The coefficients must be integers, decimals or fractions; roots and pi are not.");
    }

    // Gauss-Jordan elimination: afterwards row i is the only one with the unknown pivots[i], and its coefficient is 1.
    private static List<int> Eliminate(Rational[][] rows, int unknowns, Arithmetic arithmetic)
    {
        var pivots = new List<int>();
        for (var column = 0; column < unknowns && pivots.Count < rows.Length; column++)
        {
            var top = pivots.Count;
            var found = Array.FindIndex(rows, top, row => !row[column].IsZero);
            if (found < 0)
            {
                continue;
            }

            (rows[top], rows[found]) = (rows[found], rows[top]);
            var pivot = rows[top][column];
            rows[top] = [.. rows[top].Select(value => arithmetic.Over(value, pivot))];
            foreach (var row in rows.Where(row => row != rows[top] && !row[column].IsZero))
            {
                var factor = row[column];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = arithmetic.Plus(row[i], -arithmetic.Times(factor, rows[top][i]));
                }
            }

            pivots.Add(column);
        }

        return pivots;
    }

    private static string Describe(Rational[] row, int[] free, string[] unknowns)
    {
        var text = new StringBuilder();
        foreach (var column in free.Where(column => !row[column].IsZero))
        {
            var value = -row[column];
            var size = value.Abs() == Rational.One ? unknowns[column] : $"{value.Abs()}*{unknowns[column]}";
            text.Append(value.Sign < 0 ? " - " : " + ").Append(size);
        }

        return text.Length == 0 || !row[^1].IsZero ? row[^1] + text.ToString()
            : text[1] == '-' ? "-" + text.ToString(3, text.Length - 3) : text.ToString(3, text.Length - 3);
    }
}
