using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using InternLM3.Mathematics;

namespace InternLM3.Benchmarks.Mathematics;

/// <summary><c>hostile</c>: how long <see cref="MathPlugin"/> takes to refuse, or to compute, what is written to exhaust it.</summary>
internal static class HostileCommand
{
    private const int Rounds = 5;

    private static readonly (string Name, Func<MathPlugin, MathResult> Call)[] s_calls =
    [
        ("9^9^9^9", plugin => plugin.Evaluate("9^9^9^9")),
        ("2^(2^40)", plugin => plugin.Evaluate("2^(2^40)")),
        ("1000000!", plugin => plugin.Evaluate("1000000!")),
        ("binomial(10^9, 10^8)", plugin => plugin.Evaluate("binomial(10^9, 10^8)")),
        ("(1 + sqrt(2))^999999", plugin => plugin.Evaluate("(1 + sqrt(2))^999999")),
        ("100,000 brackets", plugin => plugin.Evaluate(new string('(', 100_000) + "1" + new string(')', 100_000))),
        ("a number of 1,000,000 digits", plugin => plugin.Evaluate(new string('7', 1_000_000))),
        ("1,000 factors of 1,000 digits", plugin => plugin.Evaluate(string.Join("*", Enumerable.Repeat(new string('9', 1_000), 1_000)))),
        ("sum of 10,000 fractions", plugin => plugin.Evaluate(string.Join("+", Enumerable.Range(1, 10_000).Select(i => $"1/{i}")))),
        ("factorize a product of two 20-digit primes", plugin => plugin.Factorize("10000000000000000051 * 10000000000000000087")),
        ("integral of sin(1/x) from 0", plugin => plugin.Integrate("sin(1/x)", "0", "1")),
        ("roots of a polynomial of degree 10,000", plugin => plugin.PolynomialRoots("x^10000 - 1")),
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("hostile", "Prints milliseconds and allocated megabytes of hostile calls of the math plugin, the largest of five rounds after one to warm up.");
        command.SetAction(_ =>
        {
            Console.WriteLine("| call | ms | MB | ends with |");
            Console.WriteLine("|---|---|---|---|");
            foreach (var (name, call) in s_calls)
            {
                Print(name, call);
            }
        });
        return command;
    }

    private static void Print(string name, Func<MathPlugin, MathResult> call)
    {
        var plugin = new MathPlugin();
        var result = call(plugin);
        var (milliseconds, bytes) = (0.0, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            call(plugin);
            milliseconds = Math.Max(milliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            bytes = Math.Max(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:0.0} | {bytes / 1e6:0.0} | {(result.Error is null ? "a result" : "an error")} |"));
    }
}
