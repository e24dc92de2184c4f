using InternLM3.Output;
using InternLM3.Thinking;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Output;

public sealed class OutputReaderTests
{
    // \u0001 action_start, \u0002 action_end, \u0003 plugin, \u0004 interpreter
    private const string Open = "\u0001\u0003\n";
    private static readonly OutputOptions s_calls = new() { FindCalls = true };

    [Theory]
    [InlineData(Open + "{\"name\": \"f\", \"parameters\": {\"a\": 1}}\u0002", "C:f {\"a\": 1}")]
    [InlineData("\u0001\u0003{\"name\":\"f\",\"arguments\":{}}\u0002", "C:f {}")]
    [InlineData("Let me see." + Open + "{\"name\": \"f\", \"parameters\": {}}\u0002 Done.", "T:Let me see.", "C:f {}", "T: Done.")]
    [InlineData(Open + "{\"name\": \"f\"}\u0002\nand\n" + Open + "{\"name\": \"g\"}\u0002", "C:f {}", "T:\nand\n", "C:g {}")]
    [InlineData(Open + "{\"name\": \"f\"}" + Open + "{\"name\": \"g\"}\u0002", "C:f {}", "C:g {}")]
    [InlineData(Open + "{\"name\": \"f\"}", "C:f {}")]
    [InlineData(Open + "{\"name\": \"f\", \"parameters\": {\"a\": }}\u0002", "E:f {\"name\": \"f\", \"parameters\": {\"a\": }}")]
    [InlineData(Open + "not json\u0002", "T:\nnot json")]
    [InlineData(Open + "{\"parameters\": {}}\u0002", "T:\n{\"parameters\": {}}")]
    [InlineData(Open + "Calling {\"name\": \"f\"} now\u0002!", "T:\nCalling ", "C:f {}", "T: now!")]
    [InlineData(Open + "\u0002x", "T:\nx")]
    [InlineData("\u0001\u0004\n```python\nprint(1)\n```\u0002", "I:\n```python\nprint(1)\n```")]
    [InlineData("\u0001\u0004print(1)", "I:print(1)")]
    [InlineData("a\u0002b\u0003c\u0004d\u0001e\u0001\u0001\u0003{\"name\":\"f\"}\u0002\u0002", "T:abcde", "C:f {}")]
    [InlineData("\u0001 \u0003{\"name\": \"f\"}\u0002", "T: {\"name\": \"f\"}")]
    [InlineData("\u0001\u0003{\"name\u0003\": \u0004\"f\"}\u0002", "C:f {}")]
    [InlineData("")]
    public void Read_AStoppedOutput_GivesTheseEvents(string script, params string[] expected) =>
        Assert.Equal(expected, TokenScript.Read(TokenScript.Encode(script), s_calls));

    [Theory]
    [InlineData(Open + "{\"name\": \"f\", \"parameters\": {\"a\": 1}}", "C:f {\"a\": 1}")]
    [InlineData(Open + "{\"name\": \"f\", \"parameters\": {\"a\": 1}", "T:\n{\"name\": \"f\", \"parameters\": {\"a\": 1}")]
    [InlineData("\u0001\u0004print(", "T:print(")]
    [InlineData("a" + Open, "T:a\n")]
    public void Read_AnOutputCutByTheLength_KeepsUnfinishedCallsAsText(string script, params string[] expected) =>
        Assert.Equal(expected, TokenScript.Read(TokenScript.Encode(script), s_calls, cut: true));

    [Fact]
    public void Read_WithoutTools_KeepsCallsAsText() =>
        Assert.Equal(["T:a\n{\"name\": \"f\"}"], TokenScript.Read(TokenScript.Encode("a" + Open + "{\"name\": \"f\"}\u0002"), new OutputOptions()));

    [Fact]
    public void Read_ACheckpointWithoutToolTokens_FindsNoCalls()
    {
        var plain = TokenScript.Tokenizer.Special;
        var special = new SpecialTokens { Bos = plain.Bos, Eos = plain.Eos, ImStart = plain.ImStart, ImEnd = plain.ImEnd };
        var reader = new OutputReader(TokenScript.Tokenizer.CreateDecoder(), special, s_calls);

        var text = string.Concat(TokenScript.Encode(Open + "{\"name\": \"f\"}\u0002").SelectMany(reader.Append).Select(piece => piece.Text));

        Assert.Equal("\n{\"name\": \"f\"}", text);
        Assert.False(reader.HasCalls);
    }

    [Fact]
    public void Read_ASingleCallOnly_EndsAfterTheFirst()
    {
        var tokens = TokenScript.Encode("a" + Open + "no call\u0002" + Open + "{\"name\": \"f\"}\u0002" + Open + "{\"name\": \"g\"}\u0002");

        var pieces = TokenScript.Read(tokens, s_calls with { SingleCall = true }, cut: true, out var reader);

        Assert.Equal(["T:a\nno call", "C:f {}"], pieces);
        Assert.True(reader.IsComplete);
    }

    [Theory]
    [InlineData("one STOP two", "T:one ")]
    [InlineData("one ST\u0002OP two", "T:one ")]
    [InlineData("one ST" + Open + "{\"name\": \"STOP\"}\u0002OP two", "T:one ST", "C:STOP {}", "T:OP two")]
    [InlineData(Open + "not json STOP\u0002 STOP", "T:\nnot json STOP ")]
    [InlineData("one STO", "T:one STO")]
    [InlineData("停停止吧 STOP", "T:停")]
    public void Read_WithStopStrings_SearchesTextAndNoCalls(string script, params string[] expected) =>
        Assert.Equal(expected, TokenScript.Read(TokenScript.Encode(script), s_calls with { StopStrings = ["STOP", "停止"] }));

    [Theory]
    [InlineData("one\n\ntwo\n\nthree", "R:one\n\ntwo\n\n", "T:three")]
    [InlineData("one\n\nI call." + Open + "{\"name\": \"f\"}\u0002", "R:one\n\nI call.", "C:f {}")]
    [InlineData("one" + Open + "{\"name\": \"f\"}\u0002two\n\nthree", "R:one", "C:f {}", "R:two\n\n", "T:three")]
    public void Read_Split_MakesReasoningOfAllButTheAnswer(string script, params string[] expected) =>
        Assert.Equal(expected, TokenScript.Read(TokenScript.Encode(script), s_calls with { Reasoning = ReasoningMode.Split }));

    [Fact]
    public void Read_SplitAndCutByTheLength_IsAllReasoning() => Assert.Equal(
        ["R:one\n\ntwo"],
        TokenScript.Read(TokenScript.Encode("one\n\ntwo"), new OutputOptions { Reasoning = ReasoningMode.Split }, cut: true));

    [Fact]
    public void Read_AnswerOnly_LeavesTheReasoningOutAndCountsIt()
    {
        var tokens = TokenScript.Encode("one\n\ntwo\n\n").Count;

        var pieces = TokenScript.Read(
            [.. TokenScript.Encode("one\n\ntwo\n\n"), .. TokenScript.Encode("three")],
            new OutputOptions { Reasoning = ReasoningMode.AnswerOnly }, cut: false, out var reader);

        Assert.Equal(["T:three"], pieces);
        Assert.Equal(tokens, reader.ReasoningTokens);
    }

    [Fact]
    public void ReasoningTokens_ATokenAcrossTheBoundary_CountsWhereItsTextBegins()
    {
        // The bytes of 好 belong together: the first two complete nothing and go where the character goes.
        var bytes = "\n\n好"u8.ToArray().Select(value => TokenScript.Bytes[value]).ToArray();
        int[] tokens = [.. TokenScript.Encode("one"), .. bytes];
        var expected = TokenScript.Encode("one").Count + 2;

        var pieces = TokenScript.Read(tokens, new OutputOptions { Reasoning = ReasoningMode.Split }, cut: false, out var reader);

        Assert.Equal(["R:one\n\n", "T:好"], pieces);
        Assert.Equal(expected, reader.ReasoningTokens);
    }

    [Fact]
    public void ReasoningTokens_NothingIsSplit_IsZero()
    {
        TokenScript.Read(TokenScript.Encode("one\n\ntwo"), new OutputOptions(), cut: true, out var reader);

        Assert.Equal(0, reader.ReasoningTokens);
    }
}
