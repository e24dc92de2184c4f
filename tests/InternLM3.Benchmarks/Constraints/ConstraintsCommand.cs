using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using InternLM3.Constraints;

namespace InternLM3.Benchmarks.Constraints;

/// <summary><c>constraints</c>: what a mask costs a token at InternLM3's vocabulary, and what compiling a schema costs.</summary>
internal static class ConstraintsCommand
{
    private const int VocabularySize = 128_512;
    private const int StopToken = 2;
    private const int MaxTokens = 400;

    private static readonly string[] s_schemas =
    [
        """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0,"maximum":150}},"required":["name","age"],"additionalProperties":false}""",
        """{"type":"object","properties":{"city":{"type":"string","minLength":1,"maxLength":40},"unit":{"enum":["celsius","fahrenheit"]}},"required":["city"]}""",
        """{"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"ok":{"type":"boolean"}},"required":["id","ok"]},"minItems":1,"maxItems":8}""",
        """{"type":"object","properties":{"date":{"type":"string","format":"date"},"code":{"type":"string","pattern":"^[A-Z]{3}-[0-9]{4}$"}},"required":["date","code"]}""",
        """{"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object","properties":{"value":{"type":"number"},"children":{"type":"array","items":{"$ref":"#/$defs/tree"},"maxItems":2}},"required":["value"]}}}""",
        """{"anyOf":[{"type":"null"},{"type":"string"},{"type":"array","items":{"type":"number","minimum":-1,"maximum":1}}]}""",
    ];

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("constraints", "Prints the time of a mask over 128,512 tokens while random allowed tokens are taken, and of compiling schemas.");
        command.SetAction(_ =>
        {
            var vocabulary = new ConstraintVocabulary(Vocabulary(new Random(3)), [StopToken]);
            var grammars = s_schemas.Select(schema => Grammar.FromJsonSchema(JsonElement.Parse(schema))).ToArray();
            Console.WriteLine("| masks | tokens | mean ms | p50 | p99 |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var name in (string[])["first pass, nothing kept yet", "second pass", "third pass"])
            {
                Print(name, Enumerable.Range(0, 40).SelectMany(seed => Walk(grammars[seed % grammars.Length], vocabulary, new Random(seed))).ToArray());
            }

            Console.WriteLine();
            for (var round = 0; round < 3; round++)
            {
                var start = Stopwatch.GetTimestamp();
                Grammar.FromJsonSchema(JsonElement.Parse(Wide(round)));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A schema of 100 properties compiled in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms."));
            }
        });
        return command;
    }

    /// <summary>The milliseconds of each step's mask and advance.</summary>
    private static IEnumerable<double> Walk(Grammar grammar, ConstraintVocabulary vocabulary, Random random)
    {
        var constraint = grammar.CreateConstraint(vocabulary);
        var mask = new ulong[(VocabularySize + 63) / 64];
        for (var step = 0; step < MaxTokens; step++)
        {
            Array.Clear(mask);
            var start = Stopwatch.GetTimestamp();
            constraint.TryGetMask(mask);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var allowed = Enumerable.Range(0, VocabularySize).Where(id => (mask[id / 64] >> (id % 64) & 1) != 0).ToArray();
            var token = allowed[random.Next(allowed.Length)];
            start = Stopwatch.GetTimestamp();
            constraint.Advance(token);
            yield return elapsed + Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (token == StopToken)
            {
                yield break;
            }
        }
    }

    private static void Print(string name, double[] times)
    {
        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {times.Length} | {times.Average():0.000} | {times[times.Length / 2]:0.000} | {times[times.Length * 99 / 100]:0.000} |"));
    }

    /// <summary>Single bytes, then words, numbers, JSON fragments and Chinese, with and without a space in front.</summary>
    private static byte[][] Vocabulary(Random random)
    {
        var tokens = new List<byte[]> { Array.Empty<byte>(), Array.Empty<byte>(), Array.Empty<byte>() };
        tokens.AddRange(Enumerable.Range(0, 256).Select(value => new[] { (byte)value }));
        string[] json = ["{\"", "\": ", "\", \"", "\"}", "\":\"", "}, {", "], ", "[\"", "true", "false", "null", ", ", ": ", "[]", "{}"];
        tokens.AddRange(json.Select(Encoding.UTF8.GetBytes));
        while (tokens.Count < VocabularySize)
        {
            var text = random.Next(4) switch
            {
                0 => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => (char)random.Next(0x4E00, 0x9FA5))),
                1 => random.Next(1000).ToString(CultureInfo.InvariantCulture),
                _ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)random.Next('a', 'z' + 1))),
            };
            tokens.Add(Encoding.UTF8.GetBytes(random.Next(2) == 0 ? text : " " + text));
        }

        return [.. tokens];
    }

    private static string Wide(int round)
    {
        var properties = Enumerable.Range(0, 100).Select(i => $"\"p{round}_{i}\":{{\"type\":\"{(i % 2 == 0 ? "string" : "integer")}\"}}");
        return $"{{\"type\":\"object\",\"properties\":{{{string.Join(',', properties)}}},\"required\":[\"p{round}_0\"],\"additionalProperties\":false}}";
    }
}
