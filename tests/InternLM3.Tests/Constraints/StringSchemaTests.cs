using System.Text.Json;
using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

public sealed class StringSchemaTests
{
    [Theory]
    [InlineData("\"中文\"", 2)]
    [InlineData("\"😀\"", 1)]
    [InlineData("\"\\ud83d\\ude00\"", 1)]
    [InlineData("\"\\uD83D\\uDE00é\"", 2)]
    [InlineData("\"\\n\\\"\\\\\\/\\u0000\"", 5)]
    [InlineData("\"\"", 0)]
    [InlineData("\"a\u007f\ue000\ud7ff\uffff\"", 5)]
    public void String_OfSomeCharacters_FitsExactlyThatLength(string text, int length)
    {
        Assert.True(Accepts($$"""{"type":"string","minLength":{{length}},"maxLength":{{length}}}""", text));
        Assert.True(Accepts($$"""{"type":"string","minLength":{{length}}}""", text));
        Assert.False(Accepts($$"""{"type":"string","minLength":{{length + 1}}}""", text));
        Assert.True(length == 0 || !Accepts($$"""{"type":"string","maxLength":{{Math.Max(length - 1, 0)}}}""", text));
    }

    [Theory]
    [InlineData("\"\\ud83d\"")]
    [InlineData("\"\\ud83dx\"")]
    [InlineData("\"\\ud83d\\u0041\"")]
    [InlineData("\"\\udc00\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\a\"")]
    [InlineData("\"\n\"")]
    [InlineData("\"")]
    [InlineData("\"a\"b")]
    public void String_MalformedJson_IsRefused(string text) => Assert.False(Accepts("""{"type":"string"}""", text));

    [Theory]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xe0, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf0, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xf5 })]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xe4, 0xb8, (byte)'"' })]
    public void Text_InvalidUtf8_IsRefusedAtAByte(byte[] bytes)
    {
        foreach (var grammar in new[] { Grammar.FromJsonSchema(JsonElement.Parse("""{"type":"string"}""")), Grammar.FromRegex("\"[\\s\\S]*"), Grammar.FromJsonSchema(JsonElement.Parse("""{"type":"string","pattern":"a"}""")) })
        {
            var constraint = grammar.CreateConstraint(TestVocabulary.Small);
            constraint.Advance(3 + '"');
            Assert.Throws<InternLM3Exception>(() => Array.ForEach(bytes, b => constraint.Advance(3 + b)));
        }
    }

    [Theory]
    [InlineData("date", "2023-02-28", true)]
    [InlineData("date", "2023-02-29", false)]
    [InlineData("date", "2000-02-29", true)]
    [InlineData("date", "1900-02-29", false)]
    [InlineData("date", "2024-04-31", false)]
    [InlineData("date", "0000-01-01", false)]
    [InlineData("date", "2024-13-01", false)]
    [InlineData("time", "24:00:00Z", false)]
    [InlineData("time", "12:30:45.1234567-08:00", true)]
    [InlineData("time", "12:30:45", false)]
    [InlineData("date-time", "2024-01-31T12:30:45Z", true)]
    [InlineData("date-time", "2024-01-31 12:30:45Z", false)]
    [InlineData("duration", "P1Y2M3DT4H5M6S", true)]
    [InlineData("duration", "P", false)]
    [InlineData("uuid", "0f8fad5b-d9cb-469f-a165-70867728950E", true)]
    [InlineData("uuid", "0f8fad5b-d9cb-469f-a165-7086772895", false)]
    [InlineData("ipv4", "255.255.255.255", true)]
    [InlineData("ipv4", "256.1.1.1", false)]
    [InlineData("ipv4", "01.1.1.1", false)]
    [InlineData("hostname", "a-b.example", true)]
    [InlineData("hostname", "-a.example", false)]
    [InlineData("email", "a.b+c@d-e.org", true)]
    [InlineData("email", "a..b@c.org", false)]
    [InlineData("uri", "urn:isbn:0451450523", true)]
    [InlineData("uri", "https://x.org:99999/", false)]
    [InlineData("uri", "no scheme", false)]
    public void Format_GivenText_IsAcceptedOrNot(string format, string text, bool expected) =>
        Assert.Equal(expected, Accepts($$"""{"type":"string","format":"{{format}}"}""", $"\"{text}\""));

    [Fact]
    public void Format_RandomWalks_AreValid()
    {
        var random = new Random(9);
        foreach (var (format, _) in RandomSchema.Formats)
        {
            var schema = JsonElement.Parse($$"""{"type":"string","format":"{{format}}"}""");
            for (var i = 0; i < 40; i++)
            {
                var text = ConstraintWalk.Random(Grammar.FromJsonSchema(schema), random, patience: 10);
                Assert.True(SchemaValidator.IsValid(schema, JsonElement.Parse(text)), $"{text} is no {format}");
            }
        }
    }

    private static bool Accepts(string schema, string text) => ConstraintWalk.Accepts(Grammar.FromJsonSchema(JsonElement.Parse(schema)), text);
}
