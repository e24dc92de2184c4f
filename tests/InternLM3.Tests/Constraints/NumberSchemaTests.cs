using System.Globalization;
using System.Numerics;
using System.Text.Json;
using InternLM3.Constraints;

namespace InternLM3.Tests.Constraints;

public sealed class NumberSchemaTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-1", "1")]
    [InlineData("-10", "-1")]
    [InlineData("5", "5")]
    [InlineData("99", "101")]
    [InlineData("-1000", "-999")]
    [InlineData("-105", "12345")]
    [InlineData("9223372036854775806", "9223372036854775809")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567899")]
    [InlineData("-100000000000000000000000000000000000000000", "1")]
    public void Integer_BetweenBounds_IsExact(string low, string high)
    {
        var (min, max) = (BigInteger.Parse(low, CultureInfo.InvariantCulture), BigInteger.Parse(high, CultureInfo.InvariantCulture));
        var inclusive = Compile($$"""{"type":"integer","minimum":{{low}},"maximum":{{high}}}""");
        var exclusive = Compile($$"""{"type":"integer","exclusiveMinimum":{{min - 1}},"exclusiveMaximum":{{max + 1}}}""");
        foreach (var value in new[] { min, max, (min + max) / 2, min - 1, max + 1, min * 10, max * 10, min / 10, max / 10, -min, -max, 0, 1, -1, 7, 10, 100, -100 })
        {
            var expected = value >= min && value <= max;
            var text = value.ToString(CultureInfo.InvariantCulture);
            Assert.True(expected == ConstraintWalk.Accepts(inclusive, text), $"{text} in [{low}, {high}]");
            Assert.True(expected == ConstraintWalk.Accepts(exclusive, text), $"{text} in ({min - 1}, {max + 1})");
        }
    }

    [Fact]
    public void Integer_RandomBounds_AgreeWithArithmetic()
    {
        var random = new Random(5);
        for (var i = 0; i < 20; i++)
        {
            var (a, b) = (random.Next(-1200, 1200), random.Next(-1200, 1200));
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            var grammar = Compile($$"""{"type":"integer","minimum":{{low}},"maximum":{{high}}}""");
            for (var value = -1300; value <= 1300; value += random.Next(1, 9))
            {
                Assert.True((value >= low && value <= high) == ConstraintWalk.Accepts(grammar, value.ToString(CultureInfo.InvariantCulture)), $"{value} in [{low}, {high}]");
            }
        }
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0", false)]
    [InlineData("00", false)]
    [InlineData("+1", false)]
    [InlineData("1.0", false)]
    [InlineData("1e3", false)]
    [InlineData("9223372036854775807", true)]
    [InlineData("-9223372036854775808", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("-9223372036854775809", false)]
    public void Integer_WithoutBounds_IsThatOf64Bits(string text, bool expected)
    {
        Assert.Equal(expected, ConstraintWalk.Accepts(Compile("""{"type":"integer"}"""), text));
        Assert.Equal(expected, ConstraintWalk.Accepts(Compile("""{"type":"integer","format":"int64"}"""), text));
        Assert.Equal(expected, ConstraintWalk.Accepts(Compile("""{"type":"number","multipleOf":1}"""), text));
    }

    [Theory]
    [InlineData("""{"type":"integer","minimum":1.5}""", "2", true)]
    [InlineData("""{"type":"integer","minimum":1.5}""", "1", false)]
    [InlineData("""{"type":"integer","maximum":-1.5}""", "-2", true)]
    [InlineData("""{"type":"integer","maximum":-1.5}""", "-1", false)]
    [InlineData("""{"type":"integer","minimum":1e20}""", "100000000000000000000", true)]
    [InlineData("""{"type":"integer","minimum":1e20}""", "99999999999999999999", false)]
    [InlineData("""{"type":"integer","format":"uint8"}""", "255", true)]
    [InlineData("""{"type":"integer","format":"uint8"}""", "256", false)]
    [InlineData("""{"type":"integer","minimum":3,"exclusiveMinimum":3}""", "3", false)]
    [InlineData("""{"type":"integer","minimum":4,"exclusiveMinimum":3}""", "4", true)]
    [InlineData("""{"type":"number","minimum":0.1,"maximum":0.3}""", "0.1", true)]
    [InlineData("""{"type":"number","minimum":0.1,"maximum":0.3}""", "0.10000", true)]
    [InlineData("""{"type":"number","minimum":0.1,"maximum":0.3}""", "0.09999999", false)]
    [InlineData("""{"type":"number","minimum":0.1,"maximum":0.3}""", "0.30000000000000001", false)]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "0", false)]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "0.0", false)]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "0.00000000000000000001", true)]
    [InlineData("""{"type":"number","exclusiveMaximum":0}""", "-0.00000000000000000001", true)]
    [InlineData("""{"type":"number","exclusiveMaximum":0}""", "-0", false)]
    [InlineData("""{"type":"number","minimum":-2.5e-3,"maximum":2.5E3}""", "-0.0025", true)]
    [InlineData("""{"type":"number","minimum":-2.5e-3,"maximum":2.5E3}""", "-0.0026", false)]
    [InlineData("""{"type":"number","minimum":-2.5e-3,"maximum":2.5E3}""", "2500.0", true)]
    [InlineData("""{"type":"number","minimum":-2.5e-3,"maximum":2.5E3}""", "2500.01", false)]
    [InlineData("""{"type":"number","minimum":-2.5e-3,"maximum":2.5E3}""", "1e1", false)]
    [InlineData("""{"type":"number"}""", "1.7976931348623157E+307", true)]
    [InlineData("""{"type":"number"}""", "4.9E-307", true)]
    [InlineData("""{"type":"number"}""", "1e308", false)]
    [InlineData("""{"type":"number"}""", "12e3", false)]
    [InlineData("""{"type":"number"}""", "-12345678901234567890.01234567890123456789", true)]
    [InlineData("""{"type":"number"}""", "123456789012345678901", false)]
    public void Number_GivenText_IsAcceptedOrNot(string schema, string text, bool expected) => Assert.Equal(expected, ConstraintWalk.Accepts(Compile(schema), text));

    private static Grammar Compile(string schema) => Grammar.FromJsonSchema(JsonElement.Parse(schema));
}
