using InternLM3.Tests.Output;
using InternLM3.Tokenization;
using InternLM3.Tools;
using Microsoft.Extensions.AI;

namespace InternLM3.Tests.Tools;

public sealed class ToolCheckTests
{
    private static SpecialTokens Special => TokenScript.Tokenizer.Special;

    [Fact]
    public void Functions_OfDifferentNames_AreAllTaken() =>
        Assert.Equal(["f", "g"], ToolCheck.Functions([Function("f"), Function("g")], Special).Select(function => function.Name));

    [Fact]
    public void Functions_OfOneName_AreRefused() => AssertRefused("two functions are named \"f\"", Function("f"), Function("f"));

    [Fact]
    public void Functions_WithoutName_AreRefused() => AssertRefused("no name", Function(" "));

    [Fact]
    public void Functions_HostedTools_AreRefused()
    {
        AssertRefused("nothing here runs the code", new HostedCodeInterpreterTool());
        AssertRefused("HostedWebSearchTool", new HostedWebSearchTool());
    }

    [Fact]
    public void Functions_ACheckpointWithoutToolTokens_RefusesThem()
    {
        var special = new SpecialTokens { Bos = 1, Eos = 2, ImStart = 3, ImEnd = 4 };

        Assert.Empty(ToolCheck.Functions(null, special));
        Assert.Contains("<|plugin|>", Assert.Throws<UnsupportedOptionException>(() => ToolCheck.Functions([Function("f")], special)).Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string reason, params AITool[] tools)
    {
        var error = Assert.Throws<UnsupportedOptionException>(() => ToolCheck.Functions(tools, Special));
        Assert.Equal("Tools", error.Option);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private static AIFunctionDeclaration Function(string name) => AIFunctionFactory.CreateDeclaration(name, "", System.Text.Json.JsonElement.Parse("{}"));
}
