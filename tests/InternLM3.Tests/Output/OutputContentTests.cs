using System.Text;
using InternLM3.Output;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Output;

public sealed class OutputContentTests
{
    [Fact]
    public void Create_ACall_HasParsedArgumentsAndAnIdOfItsOwn()
    {
        var piece = Call("{\"name\": \"f\", \"parameters\": {\"a\": 1, \"b\": null}}");

        var content = Assert.IsType<FunctionCallContent>(OutputContent.Create(piece));

        Assert.Equal(("f", "1", null), (content.Name, content.Arguments!["a"]!.ToString(), content.Arguments["b"]));
        Assert.Null(content.Exception);
        Assert.NotEqual(content.CallId, ((FunctionCallContent)OutputContent.Create(piece)).CallId);
    }

    [Fact]
    public void Create_ABrokenCall_CarriesTheErrorAndTheText()
    {
        const string Text = "{\"name\": \"f\", \"parameters\": {\"a\": }}";

        var content = Assert.IsType<FunctionCallContent>(OutputContent.Create(Call(Text)));

        Assert.IsType<InternLM3Exception>(content.Exception);
        Assert.Null(content.Arguments);
        Assert.Equal(Text, content.RawRepresentation);
    }

    [Fact]
    public void Create_ArgumentsOnlyTheirReaderRefuses_CarryTheError() =>
        Assert.NotNull(((FunctionCallContent)OutputContent.Create(Call("{\"name\": \"f\", \"parameters\": {\"\\ud800\": 1}}"))).Exception);

    [Fact]
    public void Create_Code_IsAnInputOfAnInterpreterCall()
    {
        var content = Assert.IsType<CodeInterpreterToolCallContent>(OutputContent.Create(new OutputEvent(OutputEventKind.InterpreterCall, "\n```python\nprint(1)\n```\n")));

        var code = Assert.IsType<DataContent>(Assert.Single(content.Inputs!));
        Assert.Equal(("text/x-python", "print(1)"), (code.MediaType, Encoding.UTF8.GetString(code.Data.Span)));
        Assert.StartsWith("call_", content.CallId, StringComparison.Ordinal);
    }

    private static OutputEvent Call(string text)
    {
        Assert.True(ToolCallParser.TryParse(text, out _, out var call, out _));
        return new OutputEvent(OutputEventKind.ToolCall, call.Payload, call);
    }
}
