using System.ComponentModel;
using System.Text.Json;
using InternLM3.Constraints;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Constraints;

public sealed class SchemaTests
{
    private const string Person = """{"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer"},"tag":{"type":["string","null"]}},"required":["age"]}""";
    private const string Open = """{"type":"object","properties":{"ab":{"type":"integer"},"abc":{"type":"integer"}},"additionalProperties":{"type":"boolean"}}""";
    private const string List = """{"$ref":"#/definitions/node","definitions":{"node":{"type":"object","properties":{"v":{"type":"integer"},"next":{"anyOf":[{"type":"null"},{"$ref":"#/definitions/node"}]}},"required":["v","next"]}}}""";
    private const string Merged = """{"type":"object","allOf":[{"$ref":"#/$defs/a"},{"properties":{"y":{"const":2}},"required":["y"]},true],"$defs":{"a":{"properties":{"x":{"const":1}},"required":["x"]}}}""";
    private const string Kinds = """{"oneOf":[{"type":"object","properties":{"k":{"const":"a"},"v":{"type":"integer"}},"required":["k","v"]},{"type":"object","properties":{"k":{"enum":["b","c"]}},"required":["k"]},{"type":"null"}]}""";

    [Theory]
    [InlineData(Person, """{"name": "x", "age": 1}""", true)]
    [InlineData(Person, """{"name":"x","age":1,"tag":null}""", true)]
    [InlineData(Person, """{"age":1}""", true)]
    [InlineData(Person, """{"age":1,"name":"x"}""", false)]
    [InlineData(Person, """{"name":"x"}""", false)]
    [InlineData(Person, """{"age":1,"other":1}""", false)]
    [InlineData(Person, """{"age":1,}""", false)]
    [InlineData(Open, """{"ab":1,"abc":2,"abcd":true,"a":false,"":true,"中":true}""", true)]
    [InlineData(Open, """{"abc":2,"x":true}""", true)]
    [InlineData(Open, """{"x":true}""", true)]
    [InlineData(Open, """{"ab":true}""", false)]
    [InlineData(Open, """{"x":true,"abc":true}""", false)]
    [InlineData(Open, """{"\u0061b":true}""", false)]
    [InlineData(Open, """{"x":1}""", false)]
    [InlineData(List, """{"v":1,"next":{"v":2,"next":null}}""", true)]
    [InlineData(List, """{"v":1,"next":{"v":2}}""", false)]
    [InlineData(Merged, """{"x":1,"y":2}""", true)]
    [InlineData(Merged, """{"x":1}""", false)]
    [InlineData(Kinds, """{"k":"a","v":1}""", true)]
    [InlineData(Kinds, """{"k":"c"}""", true)]
    [InlineData(Kinds, """{"k":"a"}""", false)]
    [InlineData("""{"type":"object","required":["z"]}""", """{"z":[1],"y":2}""", true)]
    [InlineData("""{"type":"object","required":["z"]}""", """{"y":2}""", false)]
    [InlineData("""{"properties":{"a":true}}""", """{"a":{"b":[]}}""", true)]
    [InlineData("""{"properties":{"a":true}}""", "1", false)]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":"b"}],"items":false}""", """[1, "b"]""", true)]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":"b"}],"items":false}""", """[1]""", true)]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":"b"}],"items":false}""", """[1,"b",2]""", false)]
    [InlineData("""{"type":"array","items":{"type":"null"},"minItems":1,"maxItems":2}""", "[]", false)]
    [InlineData("""{"type":"array","items":{"type":"null"},"minItems":1,"maxItems":2}""", "[null,null]", true)]
    [InlineData("""{"type":"array","items":{"type":"null"},"minItems":1,"maxItems":2}""", "[null,null,null]", false)]
    [InlineData("""{"enum":["a\"b",1.50,{"k":[1,2]}]}""", "1.50", true)]
    [InlineData("""{"enum":["a\"b",1.50,{"k":[1,2]}]}""", """{"k": [1, 2]}""", true)]
    [InlineData("""{"enum":["a\"b",1.50,{"k":[1,2]}]}""", "\"a\\\"b\"", true)]
    [InlineData("""{"type":["string","null"],"enum":["a",1,null]}""", "1", false)]
    [InlineData("""{"type":["string","null"],"enum":["a",1,null]}""", "null", true)]
    [InlineData("true", """[{"x":null}]""", true)]
    [InlineData("{}", "\"\"", true)]
    [InlineData("""{"title":"t","description":"d","default":1,"examples":[1],"$comment":"c","deprecated":true,"readOnly":true,"x-note":1,"type":"null"}""", "null", true)]
    [InlineData("""{"type":"null","uniqueItems":false}""", "null", true)]
    public void FromJsonSchema_GivenText_IsAcceptedOrNot(string schema, string text, bool expected) =>
        Assert.Equal(expected, ConstraintWalk.Accepts(Grammar.FromJsonSchema(JsonElement.Parse(schema)), text));

    [Fact]
    public void FromJsonSchema_OfMicrosoftExtensionsAI_GivesValuesThatDeserialize()
    {
        var schema = AIJsonUtilities.CreateJsonSchema(typeof(Order));
        var random = new Random(6);
        for (var i = 0; i < 50; i++)
        {
            var text = ConstraintWalk.Random(Grammar.FromJsonSchema(schema), random, patience: 10);
            var order = JsonSerializer.Deserialize<Order>(text, AIJsonUtilities.DefaultOptions);
            Assert.NotNull(order?.Customer);
            Assert.NotNull(order.Extra);
            Assert.True(Enum.IsDefined(order.Level), text);
        }
    }

    [Fact]
    public void FromJsonSchema_OfAFunction_Compiles()
    {
        var function = AIFunctionFactory.Create(([Description("where")] string city, int? days, TimeSpan? took, decimal? price, char? letter, byte[]? data, Version? version, TimeOnly? at, Level level = Level.Low, string[]? tags = null) => $"{city}{days}{took}{price}{letter}{data}{version}{at}{level}{tags}");
        var random = new Random(8);
        for (var i = 0; i < 20; i++)
        {
            using var document = JsonDocument.Parse(ConstraintWalk.Random(Grammar.FromJsonSchema(function.JsonSchema), random));
            Assert.Equal(JsonValueKind.String, document.RootElement.GetProperty("city").ValueKind);
        }
        Assert.True(ConstraintWalk.Accepts(Grammar.FromJsonSchema(AIFunctionFactory.Create(() => 1).JsonSchema), "{}"));
    }

    internal enum Level
    {
        Low,
        High,
    }

    internal sealed record Order(
        [property: Description("who")] string Customer, long Count, double Price, float? Discount, Level Level, DateTimeOffset At, DateOnly Day, Guid Id, bool Paid, long? Points, List<Order>? Parts,
        Dictionary<string, long> Extra, Uri? Link);
}
