using InternLM3.Evaluation.Grading.Instructions;

namespace InternLM3.Evaluation.Tests.Grading.Instructions;

public sealed class CapitalWordsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("I am A man", 2)]
    [InlineData("NASA's Mars", 1)]
    [InlineData("DON'T STOP", 3)]
    [InlineData("I'M HERE", 3)]
    [InlineData("STATE-OF-THE-ART", 1)]
    [InlineData("U.S.A is 1 A4 sheet", 2)]
    [InlineData("Mixed CaSe and (BRACKETS), \"QUOTES\"!", 2)]
    [InlineData("123 456", 0)]
    public void Count_Text_IsTheNumberOfCapitalTokens(string text, int expected) => Assert.Equal(expected, CapitalWords.Count(text));
}
