using System.ComponentModel;
using System.Text.Json;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Tools;

public sealed class ToolTextTests
{
    [Fact]
    public void Describe_Functions_IsOneLineAsPythonWritesIt()
    {
        var function = AIFunctionFactory.Create(
            ([Description("The 城市.")] string city, int days = 3) => $"{city}{days}", "get_weather", "Gets the \"weather\".\nAlways.");

        Assert.Equal(
            "[{\"name\": \"get_weather\", \"description\": \"Gets the \\\"weather\\\".\\nAlways.\", \"parameters\": {\"type\": \"object\", \"properties\": "
            + "{\"city\": {\"description\": \"The 城市.\", \"type\": \"string\"}, \"days\": {\"type\": \"integer\", \"default\": 3}}, \"required\": [\"city\"]}}]",
            ToolText.Describe([function]));
    }

    [Fact]
    public void Call_Arguments_AreWrittenInOrder() => Assert.Equal(
        "{\"name\": \"f\", \"parameters\": {\"a\": 8, \"b\": \"上\\\"\\\\\", \"c\": null, \"d\": [1.50, {}], \"e\": true, \"f\": [], \"g\": [1, 2]}}",
        ToolText.Call(new FunctionCallContent("1", "f", new Dictionary<string, object?>
        {
            ["a"] = 8, ["b"] = "上\"\\", ["c"] = null, ["d"] = JsonElement.Parse("[ 1.50,{ } ]"), ["e"] = true, ["f"] = JsonElement.Parse("[ ]"), ["g"] = new[] { 1, 2 },
        })));

    [Fact]
    public void Call_WithoutArguments_IsAnEmptyObject() =>
        Assert.Equal("{\"name\": \"f\", \"parameters\": {}}", ToolText.Call(new FunctionCallContent("1", "f")));

    [Fact]
    public void Call_ThatCouldNotBeRead_IsWhatTheModelWrote() => Assert.Equal(
        "{\"name\": oops",
        ToolText.Call(new FunctionCallContent("1", "f") { Exception = new InternLM3Exception("x"), RawRepresentation = "\n{\"name\": oops" }));

    [Fact]
    public void Result_Text_StaysAsItIs()
    {
        Assert.Equal("a\n\"b\" 上", Result("a\n\"b\" 上"));
        Assert.Equal("a \"上\"", Result(JsonElement.Parse("\"a \\\"\\u4e0a\\\"\"")));
        Assert.Equal("one\ntwo", Result(new AIContent[] { new TextContent("one"), new TextContent("two") }));
    }

    [Fact]
    public void Result_OtherValues_AreJson()
    {
        Assert.Equal("{\"result\": 1.0, \"名\": [\"\\t\"]}", Result(JsonElement.Parse("{\"result\":1.0,\"\\u540d\":[\"\\t\"]}")));
        Assert.Equal("294", Result(294));
        Assert.Equal("null", Result(null));
        Assert.Equal("{\"a\": 1}", Result(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.Equal("\"\\ud800\"", PythonJson.Write(JsonElement.Parse("\"\\ud800\"")));
    }

    [Fact]
    public void Result_AnImage_IsRefusedByName() =>
        Assert.Equal("DataContent", Assert.Throws<UnsupportedOptionException>(() => Result(new DataContent(new byte[1], "image/png"))).Option);

    [Fact]
    public void Result_WhatJsonCannotHold_IsRefused() => Assert.Throws<InternLM3Exception>(() => Result(new Dictionary<string, object> { ["f"] = (Action)(() => { }) }));

    private static string Result(object? value) => ToolText.Result(new FunctionResultContent("1", value));
}
