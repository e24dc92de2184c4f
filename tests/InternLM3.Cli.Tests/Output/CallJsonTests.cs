using System.Text.Json;
using InternLM3.Cli.Output;
using Microsoft.Extensions.AI;

namespace InternLM3.Cli.Tests.Output;

public sealed class CallJsonTests
{
    [Fact]
    public void Arguments_OfEveryKind_StayAsTheyAre()
    {
        using var json = JsonDocument.Parse("""{"text":"上海","list":[1,{"a":2.50}],"yes":true}""");
        var arguments = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);
        arguments["none"] = null;
        Assert.Equal("""{"text":"上海","list":[1,{"a":2.50}],"yes":true,"none":null}""", CallJson.Arguments(new FunctionCallContent("call_1", "f", arguments)));
    }

    [Fact]
    public void Write_ACallThatCouldNotBeRead_HasNoArguments()
    {
        var call = new FunctionCallContent("call_1", "f") { Exception = new FormatException() };
        Assert.Equal("""{"call":{"name":"f","arguments":null}}""", JsonObject.Write(writer =>
        {
            writer.WritePropertyName("call");
            CallJson.Write(writer, call);
        }));
    }
}
