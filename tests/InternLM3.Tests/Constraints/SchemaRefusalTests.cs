using System.Text.Json;
using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

public sealed class SchemaRefusalTests
{
    [Theory]
    [InlineData("not", """{"not":{"type":"string"}}""")]
    [InlineData("if", """{"if":{"type":"string"}}""")]
    [InlineData("then", """{"then":true}""")]
    [InlineData("else", """{"else":true}""")]
    [InlineData("uniqueItems", """{"type":"array","uniqueItems":true}""")]
    [InlineData("contains", """{"contains":true}""")]
    [InlineData("minContains", """{"minContains":1}""")]
    [InlineData("maxContains", """{"maxContains":1}""")]
    [InlineData("additionalItems", """{"additionalItems":false}""")]
    [InlineData("unevaluatedItems", """{"unevaluatedItems":false}""")]
    [InlineData("unevaluatedProperties", """{"unevaluatedProperties":false}""")]
    [InlineData("patternProperties", """{"patternProperties":{"a":true}}""")]
    [InlineData("propertyNames", """{"propertyNames":{"maxLength":3}}""")]
    [InlineData("minProperties", """{"minProperties":1}""")]
    [InlineData("maxProperties", """{"maxProperties":1}""")]
    [InlineData("dependentRequired", """{"dependentRequired":{"a":["b"]}}""")]
    [InlineData("dependentSchemas", """{"dependentSchemas":{"a":true}}""")]
    [InlineData("dependencies", """{"dependencies":{}}""")]
    [InlineData("nullable", """{"type":"string","nullable":true}""")]
    [InlineData("discriminator", """{"discriminator":{"propertyName":"a"}}""")]
    [InlineData("contentSchema", """{"contentSchema":true}""")]
    [InlineData("$dynamicRef", """{"$dynamicRef":"#a"}""")]
    [InlineData("$recursiveRef", """{"$recursiveRef":"#"}""")]
    [InlineData("$dynamicAnchor", """{"$dynamicAnchor":"a"}""")]
    [InlineData("$recursiveAnchor", """{"$recursiveAnchor":true}""")]
    [InlineData("multipleOf", """{"type":"number","multipleOf":0.1}""")]
    [InlineData("madeUp", """{"type":"string","madeUp":1}""")]
    public void FromJsonSchema_UnsupportedKeyword_IsRefusedByNameAndPlace(string keyword, string schema)
    {
        var atRoot = Assert.Throws<SchemaException>(() => Grammar.FromJsonSchema(JsonElement.Parse(schema)));
        Assert.Equal($"#/{keyword}", atRoot.Location);
        Assert.Contains($"'{keyword}'", atRoot.Message, StringComparison.Ordinal);
        var nested = Assert.Throws<SchemaException>(() => Grammar.FromJsonSchema(JsonElement.Parse("""{"type":"object","properties":{"a/b":{"type":"array","items":""" + schema + "}}}")));
        Assert.Equal($"#/properties/a~1b/items/{keyword}", nested.Location);
    }

    [Theory]
    [InlineData("#/minLength", "pattern", """{"type":"string","pattern":"a","minLength":1}""")]
    [InlineData("#/maxLength", "pattern", """{"type":"string","pattern":"a","maxLength":1}""")]
    [InlineData("#/maxLength", "format", """{"type":"string","format":"date","maxLength":1}""")]
    [InlineData("#/format", "pattern", """{"type":"string","format":"date","pattern":"1"}""")]
    [InlineData("#/format", "ipv6", """{"type":"string","format":"ipv6"}""")]
    [InlineData("#/format", "int7", """{"type":"integer","format":"int7"}""")]
    [InlineData("#/minimum", "enum", """{"enum":[1,2],"minimum":2}""")]
    [InlineData("#/properties", "anyOf", """{"properties":{},"anyOf":[true]}""")]
    [InlineData("#/minimum", "$ref", """{"$ref":"#/$defs/a","minimum":2,"$defs":{"a":{"type":"integer"}}}""")]
    [InlineData("#/$ref", "other.json", """{"$ref":"other.json"}""")]
    [InlineData("#/$ref", "#anchor", """{"$ref":"#anchor"}""")]
    [InlineData("#/$ref", "names nothing", """{"$ref":"#/$defs/a"}""")]
    [InlineData("#", "$ref leads back", """{"$ref":"#"}""")]
    [InlineData("#", "$ref leads back", """{"anyOf":[{"$ref":"#"},{"type":"null"}]}""")]
    [InlineData("#/oneOf", "0 and 1", """{"oneOf":[{"type":"integer"},{"type":"number"}]}""")]
    [InlineData("#/oneOf", "0 and 2", """{"oneOf":[{"enum":[1,2]},{"const":3},{"enum":["a",2.0]}]}""")]
    [InlineData("#/oneOf", "0 and 1", """{"oneOf":[{"type":"object","properties":{"k":{"const":1}}},{"type":"object","properties":{"k":{"const":2}},"required":["k"]}]}""")]
    [InlineData("#/allOf/1/minimum", "two parts", """{"allOf":[{"type":"integer","minimum":1},{"minimum":2}]}""")]
    [InlineData("#/allOf/0/additionalProperties", "allOf", """{"allOf":[{"properties":{"a":true},"additionalProperties":false},{"properties":{"b":true}}]}""")]
    [InlineData("#/items", "prefixItems", """{"items":[true]}""")]
    [InlineData("#/exclusiveMinimum", "draft 4", """{"type":"integer","minimum":1,"exclusiveMinimum":true}""")]
    [InlineData("#/type", "text", """{"type":"text"}""")]
    [InlineData("#/maxItems", "10000", """{"type":"array","maxItems":1000000}""")]
    [InlineData("#/minLength", "whole number", """{"type":"string","minLength":-1}""")]
    [InlineData("#/minimum", "400", """{"type":"number","minimum":1e999}""")]
    [InlineData("#/pattern", "lookahead", """{"type":"string","pattern":"(?=a)"}""")]
    [InlineData("#/pattern", "lookahead", """{"type":"integer","pattern":"(?=a)"}""")]
    [InlineData("#/pattern", "too large", """{"type":"string","pattern":"(a|b)*a(a|b){30}c"}""")]
    [InlineData("#/additionalProperties", "schema must be", """{"type":"object","properties":{},"additionalProperties":1}""")]
    [InlineData("#", "schema must be", "[]")]
    public void FromJsonSchema_WhatCannotBeEnforced_IsRefusedWithPlaceAndName(string location, string named, string schema)
    {
        var error = Assert.Throws<SchemaException>(() => Grammar.FromJsonSchema(JsonElement.Parse(schema)));
        Assert.Equal(location, error.Location);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("""{"type":"integer","minimum":2,"maximum":1}""")]
    [InlineData("""{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":2}""")]
    [InlineData("""{"type":"number","exclusiveMinimum":1,"maximum":1}""")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":1}""")]
    [InlineData("""{"type":"array","minItems":2,"maxItems":1}""")]
    [InlineData("""{"type":"array","items":false,"minItems":1}""")]
    [InlineData("""{"enum":[]}""")]
    [InlineData("""{"type":"string","enum":[1]}""")]
    [InlineData("""{"type":"object","properties":{"a":false},"required":["a"]}""")]
    [InlineData("""{"type":"object","properties":{},"required":["a"],"additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""")]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"integer"}]}""")]
    public void FromJsonSchema_ThatNoValueSatisfies_IsRefused(string schema) =>
        Assert.Contains("no finite value", Assert.Throws<SchemaException>(() => Grammar.FromJsonSchema(JsonElement.Parse(schema))).Message, StringComparison.Ordinal);
}
