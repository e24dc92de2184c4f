using System.Text;
using InternLM3.Output;
using InternLM3.Thinking;

namespace InternLM3.Tests.Output;

/// <summary>Random outputs: the events depend on the text and the markers alone, and account for all of the text.</summary>
public sealed class OutputReaderProperties
{
    private static readonly string[] s_fragments =
    [
        "\u0001", "\u0002", "\u0003", "\u0004", "\u0001\u0003", "\u0001\u0003\n", "\u0001\u0004\n", "\u0001\u0003\n{\"name\": \"f\", \"parameters\": {\"city\": \"上海\"}}\u0002",
        "{\"name\": \"g\"}", "{\"name\": \"h\", \"parameters\": [}", "{", "}", "```", "```python\n", "\n```\n", "\n", "\n\n", "\n \n", " ", "\\[", "\\]", "$$", "\\boxed{5}", "\\",
        "STOP", "ST", "TOP", "OP", "停止", "停", "止", "The answer is ", "答案是", "🎉", "👩‍🚀", "é", "a", "## Steps\n", "<|action_start|>", "<|im_end|>", "\u00a0", "\r\n", "﷽",
    ];

    [Fact]
    public void Read_AnyCutIntoTokens_GivesTheSameEvents()
    {
        var random = new Random(1);
        for (var i = 0; i < 4000; i++)
        {
            var script = Script(random);
            var (options, cut) = Options(random);

            var whole = TokenScript.Read(TokenScript.Encode(script), options, cut);
            var again = TokenScript.Read(TokenScript.Encode(script, random), options, cut);

            Assert.True(whole.SequenceEqual(again), $"{i}: {options} {cut}\n{script}\n{string.Join('|', whole)}\n{string.Join('|', again)}");
        }
    }

    [Fact]
    public void Read_AnyTokens_LosesNothing() => CheckNothingIsLost(new Random(2), 4000);

    [Fact]
    [Trait("Tier", "Long")]
    public void Read_AMillionTokenSequences_LosesNothing() => CheckNothingIsLost(new Random(3), 1_000_000);

    private static void CheckNothingIsLost(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Half of them are text with markers, half are whatever the vocabulary holds, and ids beyond it.
            var tokens = i % 2 == 0
                ? TokenScript.Encode(Script(random), random)
                : [.. Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) == 0 ? random.Next(2040, 2050) : random.Next(0, 2050))];
            var (options, cut) = Options(random);
            options = options with { SingleCall = false, Reasoning = (ReasoningMode)random.Next(2) };
            var all = TokenScript.Tokenizer.Decode([.. tokens]);

            var text = TokenScript.Everything(tokens, options, cut);

            Assert.True(options.StopStrings.Count == 0 ? text == all : all.StartsWith(text, StringComparison.Ordinal), $"{i}: {options} {cut}\n{all}\n{text}");
        }
    }

    private static string Script(Random random)
    {
        var script = new StringBuilder();
        for (var n = random.Next(16); n > 0; n--)
        {
            script.Append(s_fragments[random.Next(s_fragments.Length)]);
        }

        return script.ToString();
    }

    private static (OutputOptions Options, bool Cut) Options(Random random)
    {
        var options = new OutputOptions
        {
            StopStrings = random.Next(3) switch { 0 => [], 1 => ["STOP"], _ => ["TOP", "STO", "停止", "\n\n\n"] },
            Reasoning = (ReasoningMode)random.Next(3),
            FindCalls = random.Next(4) > 0,
            SingleCall = random.Next(4) == 0,
        };
        return (options, random.Next(2) == 1);
    }
}
