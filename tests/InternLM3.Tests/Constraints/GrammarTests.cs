using System.Text.Json;
using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

public sealed class GrammarTests
{
    [Fact]
    public void JsonObject_RandomWalks_ParseAsObjects()
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            var text = ConstraintWalk.Random(Grammar.JsonObject(), random);
            using var document = JsonDocument.Parse(text);
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }

    [Theory]
    [InlineData("""{"name": "x", "parameters": {"a": 1}}""", true)]
    [InlineData("""{"name":"x","parameters":{"a":[1,-2.5e-7,true,false,null,"é中😀\ud83d\ude00"]}}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"a":  1}""", false)]
    [InlineData("""{"a" :1}""", false)]
    [InlineData("""{"a":01}""", false)]
    [InlineData("""{"a":1.}""", false)]
    [InlineData("""{"a":"\ud83d"}""", false)]
    [InlineData("""{"a":"\ude00"}""", false)]
    [InlineData("""{"a":"\x"}""", false)]
    [InlineData("""{"a":1,}""", false)]
    [InlineData("[]", false)]
    [InlineData("1", false)]
    public void JsonObject_GivenText_IsAcceptedOrNot(string text, bool expected) =>
        Assert.Equal(expected, ConstraintWalk.Accepts(Grammar.JsonObject(), text));

    [Fact]
    public void FromChoices_RandomWalks_GiveEveryChoiceAndNothingElse()
    {
        string[] choices = ["yes", "yes, of course", "no", "中文", "", "\"quoted\""];
        var random = new Random(2);
        var seen = Enumerable.Range(0, 300).Select(_ => ConstraintWalk.Random(Grammar.FromChoices(choices), random)).ToHashSet();
        Assert.Equal(choices.ToHashSet(), seen);
    }

    [Fact]
    public void Sequence_ToolCallAlternatives_HoldNameAndSchemaTogether()
    {
        var grammar = Grammar.OneOf(Call("get_weather", """{"type":"object","properties":{"city":{"type":"string","maxLength":4}},"required":["city"]}"""),
            Call("get_time", """{"type":"object","properties":{"zone":{"enum":["UTC","CET"]}},"required":["zone"]}"""));
        var random = new Random(3);
        var names = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            using var document = JsonDocument.Parse(ConstraintWalk.Random(grammar, random));
            var name = document.RootElement.GetProperty("name").GetString()!;
            names.Add(name);
            Assert.True(document.RootElement.GetProperty("parameters").TryGetProperty(name == "get_time" ? "zone" : "city", out _));
        }
        Assert.Equal(2, names.Count);
        Assert.True(ConstraintWalk.Accepts(grammar, "\n{\"name\": \"get_time\", \"parameters\": {\"zone\": \"CET\"}}"));
        Assert.False(ConstraintWalk.Accepts(grammar, "\n{\"name\": \"get_time\", \"parameters\": {\"city\": \"CET\"}}"));

        static Grammar Call(string name, string schema) => Grammar.Sequence(
            Grammar.Literal($"\n{{\"name\": \"{name}\", \"parameters\": "), Grammar.FromJsonSchema(JsonElement.Parse(schema)), Grammar.Literal("}"));
    }

    [Fact]
    public void OneOf_WithNothing_Throws() => Assert.Throws<SchemaException>(() => Grammar.FromChoices([]));

    [Fact]
    public void Literal_WithHalfASurrogatePair_Throws() => Assert.Throws<SchemaException>(() => Grammar.Literal("a\ud83d"));
}
