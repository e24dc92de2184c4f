using System.Text.Json;
using InternLM3.Evaluation.Grading;

namespace InternLM3.Evaluation.Tests.Grading;

public sealed class InstructionFollowingTests
{
    private static readonly JsonElement[] s_cases =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Grading", "ifeval-cases.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    [Fact]
    public void KnownInstructions_AreTheTwentyFive_EachWithCasesOfBothVerdicts()
    {
        Assert.Equal(25, InstructionFollowing.KnownInstructions.Count);
        Assert.Equal(InstructionFollowing.KnownInstructions.Order(StringComparer.Ordinal), s_cases.Select(Instruction).Distinct().Order(StringComparer.Ordinal));
        Assert.All(s_cases.GroupBy(Instruction), group => Assert.Equal(2, group.Select(item => item.GetProperty("strict").GetBoolean()).Distinct().Count()));
    }

    [Fact]
    public void Check_EveryCase_HasItsVerdicts()
    {
        var wrong = s_cases.Where(item => Check(item, loose: false) != item.GetProperty("strict").GetBoolean() || Check(item, loose: true) != item.GetProperty("loose").GetBoolean());

        Assert.True(!wrong.Any(), string.Join('\n', wrong.Select(item => item.GetRawText())));
    }

    [Fact]
    public void Check_WhatIsStrictlyRight_IsLooselyRight() => Assert.DoesNotContain(s_cases, item => Check(item, loose: false) && !Check(item, loose: true));

    [Fact]
    public void Check_UnknownInstruction_NamesIt()
    {
        var error = Assert.Throws<InternLM3Exception>(() => InstructionFollowing.Check("keywords:rhyme", default, "", "x", loose: false));

        Assert.Contains("keywords:rhyme", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keywords:frequency", """{"keyword":"a","relation":"at least"}""", "frequency")]
    [InlineData("keywords:existence", """{"keywords":null}""", "keywords")]
    [InlineData("length_constraints:number_words", """{"num_words":3,"relation":"about"}""", "relation")]
    public void Check_ArgumentMissing_NamesIt(string instruction, string arguments, string name)
    {
        using var document = JsonDocument.Parse(arguments);

        var error = Assert.Throws<InternLM3Exception>(() => InstructionFollowing.Check(instruction, document.RootElement, "", "text", loose: false));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NumberWithDecimals_IsTaken()
    {
        using var document = JsonDocument.Parse("""{"num_words":3.0,"relation":"at least","keywords":null}""");

        Assert.True(InstructionFollowing.Check("length_constraints:number_words", document.RootElement, "", "one two three", loose: false));
    }

    private static string Instruction(JsonElement item) => item.GetProperty("instruction").GetString()!;

    private static bool Check(JsonElement item, bool loose) =>
        InstructionFollowing.Check(Instruction(item), item.GetProperty("arguments"), item.GetProperty("prompt").GetString()!, item.GetProperty("response").GetString()!, loose);
}
