using InternLM3.Retrieval.Storage;

namespace InternLM3.Retrieval.Tests.Storage;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("The Zora-Bridge, 1873!", "the zora bridg 1873")]
    [InlineData("上海", "上 上海 海")]
    [InlineData("深度学习GPT4模型", "深 深度 度 度学 学 学习 习 gpt4 模 模型 型")]
    [InlineData("ＡＢ１２", "ab12")]
    [InlineData("builds building builded", "build build build")]
    [InlineData("create created creating", "creat creat creat")]
    [InlineData("stop stopped glass pass tall", "stop stop glass pass tall")]
    [InlineData("city cities", "citi citi")]
    [InlineData("😀 \ud800 \"*:(", "")]
    public void Of_Texts_GivesTheirTerms(string text, string terms) => Assert.Equal(terms, string.Join(' ', SearchTerms.Of(text)));

    [Fact]
    public void ForQuery_StopWords_AreLeftOutUnlessThereIsNothingElse()
    {
        Assert.Equal(["zora", "built"], SearchTerms.ForQuery("When was the Zora built?"));
        Assert.Equal(["what", "is", "it"], SearchTerms.ForQuery("What is it?"));
        Assert.Empty(SearchTerms.ForQuery("?!"));
    }

    [Fact]
    public void Fuse_TwoRankings_ScoresByReciprocalRanks()
    {
        var fused = RankFusion.Fuse([1L, 2L, 3L], [3L, 4L]);

        Assert.Equal([3L, 1L, 2L, 4L], fused.Select(hit => hit.Id));
        Assert.Equal((1.0 / 63) + (1.0 / 61), fused[0].Score, 12);
        Assert.Equal(1.0 / 61, fused[1].Score, 12);
    }
}
