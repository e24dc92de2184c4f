using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace InternLM3.Evaluation.Tasks.Arithmetic;

/// <summary>
/// The function of arithmetic-tiny: sums, differences, products, quotients and brackets of decimal numbers, and nothing else.
/// </summary>
internal static class Calculator
{
    private const int MaxLength = 200;
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    /// <summary>The function as a model sees it.</summary>
    public static AIFunction Function { get; } = AIFunctionFactory.Create(Evaluate, "calculator", "Evaluates an arithmetic expression.");

    /// <summary>The value, or a sentence for the model that says why there is none.</summary>
    public static string Evaluate([Description("The expression.")] string expression)
    {
        if (expression.Length > MaxLength)
        {
            return "The expression is too long.";
        }

        try
        {
            var rest = expression.AsSpan();
            var value = Sum(ref rest);
            return rest.Trim().IsEmpty
                ? Math.Round(value, 4).ToString("0.####", CultureInfo.InvariantCulture)
                : $"{rest.Trim()} cannot be read.";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
        catch (DivideByZeroException)
        {
            return "Nothing can be divided by 0.";
        }
        catch (OverflowException)
        {
            return "The numbers are too large.";
        }
    }

    private static decimal Sum(ref ReadOnlySpan<char> rest)
    {
        var value = Product(ref rest);
        while (Next(ref rest, "+-") is { } sign)
        {
            var other = Product(ref rest);
            value = sign == '+' ? value + other : value - other;
        }

        return value;
    }

    private static decimal Product(ref ReadOnlySpan<char> rest)
    {
        var value = Factor(ref rest);
        while (Next(ref rest, "*/") is { } sign)
        {
            var other = Factor(ref rest);
            value = sign == '*' ? value * other : value / other;
        }

        return value;
    }

    private static decimal Factor(ref ReadOnlySpan<char> rest)
    {
        if (Next(ref rest, "-(") is { } open)
        {
            var inner = open == '-' ? -Factor(ref rest) : Sum(ref rest);
            return open == '-' || Next(ref rest, ")") is not null ? inner : throw new FormatException("A closing bracket is missing.");
        }

        var length = rest.IndexOfAnyExcept(s_number) is var end and >= 0 ? end : rest.Length;
        if (!decimal.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw new FormatException("A number is missing.");
        }

        rest = rest[length..];
        return number;
    }

    private static char? Next(ref ReadOnlySpan<char> rest, string expected)
    {
        rest = rest.TrimStart();
        if (rest.IsEmpty || !expected.Contains(rest[0], StringComparison.Ordinal))
        {
            return null;
        }

        var found = rest[0];
        rest = rest[1..];
        return found;
    }
}
