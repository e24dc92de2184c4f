using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;

namespace InternLM3.Mathematics.Tests;

/// <summary>Random expressions against Python's fractions (exact ones) and PARI/GP (approximate ones).</summary>
/// <remarks>Goldens/expressions.tsv.gz was made by <c>python3 expressions.py 2000 1 | gzip -9n</c> in that folder, with PARI/GP 2.15.2.</remarks>
public sealed class MathGoldenTests
{
    private readonly MathPlugin _plugin = new(new MathLimits { ResultDigits = 10_000 });

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Goldens");

    [Fact]
    public void Evaluate_Goldens_AgreeWithOtherImplementations()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, "expressions.tsv.gz")), CompressionMode.Decompress));

        Check(file, atLeast: 1900);
    }

    [Fact]
    [Trait("Tier", "Long")]
    public void Evaluate_FiftyThousandExpressions_AgreeWithOtherImplementations()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Folder, "expressions.py"), "50000", "2"]) { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
        using var python = Process.Start(start)!;
        try
        {
            Check(python.StandardOutput, atLeast: 48_000);
        }
        finally
        {
            python.Kill();
        }
    }

    private void Check(TextReader lines, int atLeast)
    {
        var count = 0;
        var refused = 0;
        var wrong = new List<string>();
        while (lines.ReadLine() is { } line)
        {
            count++;
            var (kind, expression, value) = line.Split('\t') is [var k, var e, var v] ? (k, e, v) : throw new InvalidDataException(line);
            var result = _plugin.Evaluate(expression);
            if (kind == "real" && result.Error is not null)
            {
                // A complex number on the way, or one too near to where the value does not exist.
                refused++;
            }
            else if (!Agrees(kind, value, result))
            {
                wrong.Add($"{line} -> {result}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.InRange(refused, 0, count / 100);
        Assert.True(count >= atLeast, $"only {count} expressions");
    }

    private static bool Agrees(string kind, string value, MathResult result) => kind switch
    {
        "error" => result.Error is not null,
        "exact" => result.Exact == true && Same(result.Result!, value.Split('/')),
        _ => Within(result, value),
    };

    private static bool Same(string ours, string[] theirs)
    {
        // A decimal n.ddd is the integer over a power of ten.
        var point = ours.IndexOf('.', StringComparison.Ordinal);
        var (top, bottom) = point >= 0
            ? (BigInteger.Parse(ours.Remove(point, 1), CultureInfo.InvariantCulture), BigInteger.Pow(10, ours.Length - point - 1))
            : ours.Split('/') is [var t, var b] ? (Parse(t), Parse(b)) : (Parse(ours), BigInteger.One);
        return top * Parse(theirs[1]) == bottom * Parse(theirs[0]);
    }

    // Compared exactly, as integers over one power of ten.
    private static bool Within(MathResult result, string value)
    {
        if (result.Exact == true)
        {
            return Distance(result.Digits ?? result.Result!, value) <= Scaled(value[0] == '-' ? value[1..] : value) / BigInteger.Pow(10, 18) + 1;
        }

        return Distance(result.Result!, value) <= Scaled(result.ErrorBound!);
    }

    private static BigInteger Distance(string a, string b) => BigInteger.Abs(Scaled(a) - Scaled(b));

    private static BigInteger Scaled(string text)
    {
        const int Places = 400;
        var parts = text.Split('e', 'E');
        var exponent = Places + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = Parse(point < 0 ? parts[0] : parts[0].Remove(point, 1));
        return exponent >= 0 ? digits * BigInteger.Pow(10, exponent) : digits / BigInteger.Pow(10, -exponent);
    }

    private static BigInteger Parse(string text) => BigInteger.Parse(text, CultureInfo.InvariantCulture);
}
