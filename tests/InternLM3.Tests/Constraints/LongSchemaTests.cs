using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using InternLM3.Constraints;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Constraints;

[Trait("Tier", "Long")]
public sealed class LongSchemaTests
{
    private const int Schemas = 600;
    private const int Walks = 6;

    // Decimals, so that a bound is not rounded; a line of verdicts for each line of schema and texts. Its check of "time" is that of draft 3, without a zone.
    private const string Judge = """
        import decimal, json, sys
        try:
            import jsonschema
        except ImportError:
            print('NO VALIDATOR')
            sys.exit()
        checker = jsonschema.FormatChecker(set(jsonschema.FormatChecker.checkers) - {'time'})
        for line in sys.stdin:
            case = json.loads(line)
            schema = json.loads(case['schema'], parse_float=decimal.Decimal)
            judge = jsonschema.Draft202012Validator(schema, format_checker=checker)
            bad = []
            for text in case['texts']:
                try:
                    judge.validate(json.loads(text, parse_float=decimal.Decimal))
                except Exception as e:
                    bad.append(text + ': ' + str(e).split('\n')[0])
            print(json.dumps(bad), flush=True)
        """;

    [Fact]
    public void RandomSchemas_RandomWalksAndInstances_AreValidForPythonsValidator()
    {
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", "-c", Judge])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            Environment = { ["PYTHONUTF8"] = "1" },
        })!;
        try
        {
            Ask(python);
        }
        finally
        {
            if (!python.HasExited)
            {
                python.Kill();
            }
        }
    }

    private static void Ask(Process python)
    {
        Seeds.Each(10_000, Schemas, random =>
        {
            var schema = new RandomSchema(random).Draw();
            var grammar = Grammar.FromJsonSchema(schema);
            var texts = Enumerable.Range(0, Walks).Select(_ => ConstraintWalk.Random(grammar, random)).ToList();
            for (var i = 0; i < Walks; i++)
            {
                var instance = new RandomInstance(schema, random).Draw();
                Assert.True(ConstraintWalk.Accepts(grammar, instance, random), $"{instance}\nis refused under\n{schema}");
                texts.Add(instance);
            }
            var request = new JsonObject { ["schema"] = schema.GetRawText(), ["texts"] = new JsonArray([.. texts]) };
            python.StandardInput.WriteLine(request.ToJsonString());
            python.StandardInput.Flush();
            var verdict = python.StandardOutput.ReadLine();
            Assert.True(verdict != "NO VALIDATOR", "This test judges by Debian's validator: install it with 'apt-get install python3-jsonschema'.");
            Assert.True(verdict == "[]", $"{verdict}\nunder\n{schema}");
        });
        python.StandardInput.Close();
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
    }
}
