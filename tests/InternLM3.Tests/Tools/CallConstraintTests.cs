using System.Text;
using System.Text.Json;
using InternLM3.Constraints;
using InternLM3.Tests.Support;
using InternLM3.Tokenization;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Tools;

/// <summary>Calls held to their schemas, over InternLM3-Tiny's vocabulary and no weights: tokens are drawn at random.</summary>
public sealed class CallConstraintTests(TinyModel tiny)
{
    private const string Call = "\n{\"name\": \"get_time\", \"parameters\": {\"zone\":\"UTC\"}}";
    private const string Answer = "\"yes\"";

    private static readonly AIFunctionDeclaration s_weather = Declare("get_weather", """
        {"type":"object","properties":{"city":{"type":"string","minLength":1,"maxLength":12},"count":{"type":"integer","minimum":-5,"maximum":120}},"required":["city","count"],"additionalProperties":false}
        """);

    private static readonly AIFunctionDeclaration s_time = Declare("get_time", """
        {"type":"object","properties":{"zone":{"enum":["UTC","CET"]},"days":{"type":"array","items":{"type":"boolean"},"maxItems":3}},"required":["zone"],"additionalProperties":false}
        """);

    private Tokenizer Tokenizer => tiny.Model.Tokenizer;

    private SpecialTokens Special => Tokenizer.Special;

    [Fact]
    public void TryGetMask_AtTheStart_AllowsTextOnlyWhereNoCallIsRequired()
    {
        Assert.Null(Walk().Mask());
        Assert.Equal([Special.ActionStart!.Value], Walk(required: true).Allowed());
    }

    [Fact]
    public void TryGetMask_AfterTheOpeningToken_AllowsThePluginProtocolAlone()
    {
        foreach (var required in new[] { false, true })
        {
            var walk = Walk(required);
            walk.Take(Special.ActionStart!.Value);

            Assert.Equal([Special.Plugin!.Value], walk.Allowed());
        }
    }

    [Fact]
    public void TryGetMask_InACall_AllowsWhatBeginsOneOfItsFunctionsAndNoSpecialToken()
    {
        var walk = Opened();

        Assert.All(walk.Allowed(), id => Assert.StartsWith(TextOf(id), Call, StringComparison.Ordinal));
        foreach (var token in Tokenizer.Encode(Call))
        {
            Assert.Contains(token, walk.Allowed());
            Assert.DoesNotContain(walk.Allowed(), Tokenizer.IsSpecial);
            walk.Take(token);
        }

        Assert.Equal([Special.ActionEnd!.Value], walk.Allowed());
    }

    [Fact]
    public void TryGetMask_AfterARequiredCall_AllowsTheEndAndAnotherCallOnlyIfAsked()
    {
        Assert.Equal(tiny.Model.StopTokens.Order(), Called(required: true).Allowed());
        Assert.Equal(tiny.Model.StopTokens.Append(Special.ActionStart!.Value).Order(), Called(required: true, several: true).Allowed());
        Assert.Null(Called().Mask());
    }

    [Fact]
    public void TryGetMask_WithAnAnswersFormat_AllowsEitherAtTheStartAndNotAfter()
    {
        var walk = Walk(answer: Yes());
        var start = walk.Allowed();
        walk.Take(Tokenizer.Encode(Answer)[0]);

        Assert.Contains(Special.ActionStart!.Value, start);
        Assert.All(start.Where(id => id != Special.ActionStart), id => Assert.StartsWith(TextOf(id), Answer, StringComparison.Ordinal));
        Assert.DoesNotContain(Special.ActionStart!.Value, walk.Allowed());
        Assert.Equal(tiny.Model.StopTokens.Order(), Called(answer: Yes()).Allowed());
    }

    [Fact]
    public void TryGetMask_TheAnswerIsWhole_AllowsItsEnd()
    {
        var walk = Walk(answer: Yes());
        foreach (var token in Tokenizer.Encode(Answer))
        {
            walk.Take(token);
        }

        Assert.Equal(tiny.Model.StopTokens.Order(), walk.Allowed());
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    public void Advance_RefusedTokensInBetween_ChangeNothing(bool required, bool several, bool answer)
    {
        var random = new Random(5);
        int[] marks = [Special.ActionStart!.Value, Special.Plugin!.Value, Special.ActionEnd!.Value, tiny.Model.StopTokens[0]];
        var refused = 0;
        for (var i = 0; i < 8; i++)
        {
            var constraint = Constraint(required, several, answer ? Yes() : null);
            var walk = new CallWalk(constraint, Tokenizer, tiny.Model.StopTokens, random);
            var undisturbed = Walk(required, several, answer ? Yes() : null);
            for (var goesOn = true; goesOn;)
            {
                // Where a grammar follows the tokens: inside a call, and in an answer in a format up to its first call.
                var mask = walk.Mask();
                Assert.Equal(undisturbed.Mask(), mask);
                var calls = walk.Tokens.Count(token => token == Special.Plugin);
                var inCall = calls > walk.Tokens.Count(token => token == Special.ActionEnd);
                if (inCall || (answer && !walk.Tokens.Contains(Special.ActionStart!.Value)))
                {
                    foreach (var token in marks.Skip(inCall ? 0 : 1).Append(random.Next(Tokenizer.VocabularySize)))
                    {
                        if ((mask![token >> 6] >> (token & 63) & 1) == 0)
                        {
                            Assert.Throws<InternLM3Exception>(() => constraint.Advance(token));
                            refused++;
                        }
                    }

                    Assert.Equal(mask, walk.Mask());
                }

                // The step after the end is looked at too, and none is taken there.
                goesOn = !walk.HasEnded && walk.Tokens.Count < 150;
                if (goesOn)
                {
                    undisturbed.Take(walk.Run(walk.Tokens.Count + 1).Tokens[^1]);
                }
            }
        }

        Assert.True(refused > 50);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Required_RandomTokens_AlwaysGiveCallsOfTheFunctions(bool several)
    {
        var random = new Random(6);
        var names = new HashSet<string>();
        var most = 0;
        for (var i = 0; i < 150; i++)
        {
            var walk = Walk(required: true, several, random: random).Run();

            Assert.True(walk.HasEnded);
            var calls = Calls(walk.Tokens.SkipLast(1));
            most = Math.Max(most, calls.Count);
            names.UnionWith(calls.Select(AssertConforms));
        }

        Assert.Equal(["get_time", "get_weather"], names.Order());
        Assert.Equal(several, most > 1);
    }

    [Fact]
    public void RequiredByName_RandomTokens_AlwaysGiveACallOfThatFunction()
    {
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var constraint = tiny.Model.Chat.Constraints.ForCalls([s_time], null, required: true, severalCalls: false);
            var walk = new CallWalk(constraint, Tokenizer, tiny.Model.StopTokens, random).Run();

            Assert.Equal("get_time", AssertConforms(Assert.Single(Calls(walk.Tokens.SkipLast(1)))));
        }
    }

    [Fact]
    public void Auto_RandomTokens_GiveCallsThatConformWhereverTheyAre()
    {
        var random = new Random(8);
        var calls = 0;
        for (var i = 0; i < 100; i++)
        {
            var tokens = Walk(random: random).Run().Tokens;
            var text = new List<int>();
            for (var at = 0; at < tokens.Count; at++)
            {
                if (tokens[at] == Special.ActionStart)
                {
                    text.Clear();
                }

                text.Add(tokens[at]);
                if (tokens[at] == Special.ActionEnd)
                {
                    AssertConforms(Assert.Single(Calls(text)));
                    calls++;
                }
            }
        }

        Assert.True(calls > 50);
    }

    private static string AssertConforms(ToolCall call)
    {
        Assert.Null(call.Error);
        using var arguments = JsonDocument.Parse(call.Arguments);
        foreach (var argument in arguments.RootElement.EnumerateObject())
        {
            switch (argument.Name)
            {
                case "city":
                    Assert.InRange(argument.Value.GetString()!.EnumerateRunes().Count(), 1, 12);
                    break;
                case "count":
                    Assert.InRange(argument.Value.GetInt32(), -5, 120);
                    break;
                case "zone":
                    Assert.Contains(argument.Value.GetString(), new[] { "UTC", "CET" });
                    break;
                default:
                    Assert.Equal("days", argument.Name);
                    Assert.InRange(argument.Value.GetArrayLength(), 0, 3);
                    Assert.All(argument.Value.EnumerateArray(), day => Assert.True(day.ValueKind is JsonValueKind.True or JsonValueKind.False));
                    break;
            }
        }

        Assert.True(call.Name == "get_weather"
            ? arguments.RootElement.TryGetProperty("city", out _) && arguments.RootElement.TryGetProperty("count", out _)
            : call.Name == "get_time" && arguments.RootElement.TryGetProperty("zone", out _));
        return call.Name;
    }

    private static AIFunctionDeclaration Declare(string name, string schema) =>
        AIFunctionFactory.CreateDeclaration(name, "", JsonElement.Parse(schema));

    /// <summary>The calls of an output that holds nothing else.</summary>
    private List<ToolCall> Calls(IEnumerable<int> tokens)
    {
        var calls = new List<ToolCall>();
        var bytes = new List<byte>();
        var previous = -1;
        foreach (var token in tokens)
        {
            if (token == Special.ActionEnd)
            {
                Assert.True(ToolCallParser.TryParse(new UTF8Encoding(false, true).GetString([.. bytes]), out var before, out var call, out var after));
                Assert.Equal(("", ""), (before, after));
                calls.Add(call);
                bytes.Clear();
            }
            else if (token == Special.Plugin)
            {
                Assert.Equal(Special.ActionStart, previous);
            }
            else if (token != Special.ActionStart)
            {
                Assert.False(Tokenizer.IsSpecial(token));
                bytes.AddRange(Tokenizer.GetTokenBytes(token).ToArray());
            }

            previous = token;
        }

        Assert.Empty(bytes);
        Assert.NotEmpty(calls);
        return calls;
    }

    private string TextOf(int id) => Encoding.UTF8.GetString(Tokenizer.GetTokenBytes(id));

    private ITokenConstraint Yes() =>
        tiny.Model.Chat.Constraints.ForFormat(ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"enum":["yes"]}""")))!;

    private CallWalk Opened(bool required = false, bool several = false, ITokenConstraint? answer = null)
    {
        var walk = Walk(required, several, answer);
        walk.Take(Special.ActionStart!.Value);
        walk.Take(Special.Plugin!.Value);
        return walk;
    }

    private CallWalk Called(bool required = false, bool several = false, ITokenConstraint? answer = null)
    {
        var walk = Opened(required, several, answer);
        foreach (var token in Tokenizer.Encode(Call).Append(Special.ActionEnd!.Value))
        {
            walk.Take(token);
        }

        return walk;
    }

    private CallWalk Walk(bool required = false, bool several = false, ITokenConstraint? answer = null, Random? random = null) => new(
        Constraint(required, several, answer), Tokenizer, tiny.Model.StopTokens, random ?? new Random(9));

    private ITokenConstraint Constraint(bool required, bool several, ITokenConstraint? answer) =>
        tiny.Model.Chat.Constraints.ForCalls([s_weather, s_time], answer, required, several);
}
