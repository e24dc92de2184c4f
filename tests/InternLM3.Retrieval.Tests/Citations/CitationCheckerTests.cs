using InternLM3.Retrieval.Citations;
using InternLM3.Retrieval.Prompts;

namespace InternLM3.Retrieval.Tests.Citations;

public sealed class CitationCheckerTests
{
    private static readonly NumberedPassage[] s_sources =
    [
        Source(1, "The Zora Bridge was built in 1873 and cost 12,500 coins.", offset: 40),
        Source(2, "It opens at 9:30.", heading: "Plona Museum"),
        Source(3, "东湖图书馆建于1921年,位于安宁市。"),
    ];

    [Theory]
    [InlineData("The Zora Bridge was built in 1873 [1].")]
    [InlineData("The Zora Bridge was built in 1873. [1]")]
    [InlineData("Zora Bridge cost 12500 coins【1】")]
    [InlineData("The Plona Museum opens at 9:30 [2].")]
    [InlineData("东湖图书馆建于1921年[3]。")]
    [InlineData("东湖图书馆建于１９２１年［3］。")]
    public void Check_WhatThePassageSays_IsSupported(string answer)
    {
        var report = CitationChecker.Check(answer, s_sources);

        Assert.True(report.IsSupported, string.Join(", ", report.Citations.SelectMany(citation => citation.Missing)));
        Assert.Empty(report.Uncited);
    }

    [Theory]
    [InlineData("The Zora Bridge was built in 1874 [1].", "1874")]
    [InlineData("The Kaim Bridge was built in 1873 [1].", "kaim")]
    [InlineData("The bridge was built by Mira in 1873 [1].", "mira")]
    [InlineData("Wooden towers need frequent painting [1].", "tower")]
    [InlineData("The Zora Bridge was built in 1873 [2].", "1873")]
    [InlineData("西山公园的门票是15元[3]。", "15")]
    [InlineData("[1]", null)]
    public void Check_WhatThePassageDoesNotSay_IsFlagged(string answer, string? missing)
    {
        var citation = Assert.Single(CitationChecker.Check(answer, s_sources).Citations);

        Assert.Equal(CitationStatus.Unsupported, citation.Status);
        Assert.True(missing is null || citation.Missing.Contains(missing), string.Join(", ", citation.Missing));
    }

    [Fact]
    public void Check_Citation_IsMappedToFileAndOffset()
    {
        var answer = "Hello. The Zora Bridge was built in 1873 [1], and the Plona Museum opens at 9:30 [2].";
        var report = CitationChecker.Check(answer, s_sources);

        Assert.Equal(["Hello."], report.Uncited);
        Assert.Equal([("1.txt", 40), ("2.txt", 0)], report.Citations.Select(citation => (citation.Source!.Name, citation.Source.Offset)));
        Assert.All(report.Citations, citation => Assert.Equal('[', answer[citation.AnswerOffset]));
        Assert.Equal("The Zora Bridge was built in 1873", report.Citations[0].Claim);
        Assert.True(report.IsSupported);
    }

    [Fact]
    public void Check_Lists_AreTakenApart()
    {
        var report = CitationChecker.Check("The Zora Bridge [1][2], [1, 3] and [1-3] or [7].", s_sources);

        Assert.Equal([1, 2, 1, 3, 1, 2, 3, 7], report.Citations.Select(citation => citation.Number));
        Assert.Equal(CitationStatus.UnknownSource, report.Citations[^1].Status);
        Assert.Equal(report.Citations[0].Claim, report.Citations[1].Claim);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I do not know.")]
    [InlineData("a[0x1] [] [n] [12345] [1")]
    public void Check_NoCitation_IsNotSupported(string answer)
    {
        var report = CitationChecker.Check(answer, s_sources);

        Assert.Empty(report.Citations);
        Assert.False(report.IsSupported);
    }

    [Fact]
    public void Check_HugeRange_StaysSmall() => Assert.InRange(CitationChecker.Check("x [1-9999]", s_sources).Citations.Count, 1, 20);

    private static NumberedPassage Source(int number, string text, int offset = 0, string heading = "") =>
        new(number, new Passage { Id = $"{number}", File = $"/documents/{number}.txt", Name = $"{number}.txt", Heading = heading, Text = text, Offset = offset });
}
