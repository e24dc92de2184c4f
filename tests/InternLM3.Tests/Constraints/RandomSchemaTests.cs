using System.Text.Json;
using InternLM3.Constraints;
using InternLM3.Tests.Support;

namespace InternLM3.Tests.Constraints;

public sealed class RandomSchemaTests
{
    private const int Schemas = 100;

    [Fact]
    public void RandomSchemas_RandomWalks_EndInValidValues()
    {
        Seeds.Each(0, Schemas, random =>
        {
            var schema = new RandomSchema(random).Draw();
            var grammar = Grammar.FromJsonSchema(schema);
            for (var walk = 0; walk < 4; walk++)
            {
                var text = ConstraintWalk.Random(grammar, random);
                using var document = JsonDocument.Parse(text);
                Assert.True(SchemaValidator.IsValid(schema, document.RootElement), $"{text}\nis not valid under\n{schema}");
            }
        });
    }

    [Fact]
    public void RandomSchemas_RandomInstances_AreAccepted()
    {
        Seeds.Each(0, Schemas, random =>
        {
            var schema = new RandomSchema(random).Draw();
            var grammar = Grammar.FromJsonSchema(schema);
            for (var i = 0; i < 8; i++)
            {
                var text = new RandomInstance(schema, random).Draw();
                using var document = JsonDocument.Parse(text);
                Assert.True(SchemaValidator.IsValid(schema, document.RootElement), $"the generator of instances is wrong: {text}\nunder\n{schema}");
                Assert.True(ConstraintWalk.Accepts(grammar, text, i == 0 ? null : random), $"{text}\nis refused under\n{schema}");
            }
        });
    }
}
