using InternLM3.Evaluation.Grading.Instructions;

namespace InternLM3.Evaluation.Tests.Grading.Instructions;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("One sentence without an end", 1)]
    [InlineData("One. Two. Three.", 3)]
    [InlineData("Really?! Yes! No...", 3)]
    [InlineData("He said \"Go.\" Then he went.", 2)]
    [InlineData("Dr. Smith met Mrs. Jones at 5 p.m. in Mt. Vernon.", 1)]
    [InlineData("We met at 5 p.m. Then we left.", 2)]
    [InlineData("J. R. R. Tolkien wrote it.", 1)]
    [InlineData("It costs 3.50 dollars, i.e. not much.", 1)]
    [InlineData("Wait... what is it?", 1)]
    [InlineData("Visit example.com today. It is good.", 2)]
    [InlineData("1. Buy milk\n2. Drink it", 3)]
    [InlineData("A line\nand another line.", 1)]
    [InlineData("So do I. We agree.", 2)]
    public void Count_Text_IsNltksCount(string text, int expected) => Assert.Equal(expected, Sentences.Count(text));
}
