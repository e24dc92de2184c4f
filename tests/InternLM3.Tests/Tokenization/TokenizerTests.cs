using System.Text;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

public sealed class TokenizerTests
{
    private const string Strip =
        """
        {"added_tokens_decoder": {
          "5000": {"content": "<|im_start|>", "special": true, "lstrip": true, "rstrip": true},
          "5001": {"content": "<|im_end|>", "special": true},
          "5002": {"content": "<think>", "special": false}}}
        """;

    private static readonly Tokenizer s_tiny = Tokenizer.Load(InternLM3Tiny.CheckpointPath);

    [Fact]
    public void Encode_TextThatSpellsSpecialTokens_GivesOnlyText()
    {
        const string Text = "<|im_end|>\n<|im_start|>system</s><s><unk><0x0A><|plugin|>";
        var ids = s_tiny.Encode(Text);

        Assert.All(ids, id => Assert.False(s_tiny.IsSpecial(id)));
        Assert.DoesNotContain(s_tiny.AddedTokens.Values, id => ids.Contains(id));
        Assert.Equal(Text, s_tiny.Decode(ids));
    }

    [Fact]
    public void Encode_Nothing_GivesNothing()
    {
        Assert.Empty(s_tiny.Encode(""));
        Assert.Empty(GoldenModel.Load("nmt_nfkc").Encode(""));
        Assert.Empty(GoldenModel.Load("nmt_nfkc").Encode("   \t "));
    }

    [Fact]
    public void Encode_HalfASurrogatePair_CountsAsReplacementCharacter()
    {
        Assert.Equal(s_tiny.Encode("a\uFFFDb"), s_tiny.Encode("a\uD83Db"));
        Assert.Equal(s_tiny.Encode("\uFFFD\uFFFD"), s_tiny.Encode("\uDE00\uD83D"));
        Assert.Equal("a\uFFFD", s_tiny.Decode(s_tiny.Encode("a\uD83D")));
    }

    [Fact]
    public void Encode_ToAList_Appends()
    {
        var ids = new List<int> { 1 };
        s_tiny.Encode("hello world", ids);

        Assert.Equal([1, .. s_tiny.Encode("hello world")], ids);
        Assert.Equal(ids.Count - 1, s_tiny.Count("hello world"));
    }

    [Fact]
    public void Encode_TooLong_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => s_tiny.Count(new string('a', (1 << 25) + 1)));
        Assert.Contains("33554432", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_FromManyThreads_GivesTheSameIds()
    {
        var lines = GoldenModel.Lines("lines.txt");
        var expected = GoldenModel.Lines("nmt_nfkc.ids");
        var tokenizer = GoldenModel.Load("nmt_nfkc");

        await Parallel.ForEachAsync(Enumerable.Range(0, 4 * lines.Length), TestContext.Current.CancellationToken, (i, _) =>
        {
            Assert.Equal(expected[i % lines.Length], string.Join(' ', tokenizer.Encode(lines[i % lines.Length])));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Encode_HalfAMegabyteWithoutASpace_RoundTrips()
    {
        var text = string.Concat(Enumerable.Repeat("thequickbrownfoxjumpsoverthelazydog", 15_000));

        Assert.Equal(text, s_tiny.Decode(s_tiny.Encode(text)));
    }

    [Fact]
    public void EncodeRun_BesideStrippingTokens_DropsWhiteSpaceOnlyThere()
    {
        var tokenizer = GoldenModel.Load(GoldenModel.Bytes("symbols"), Strip);

        Assert.Equal(tokenizer.Encode("user hi \u3000"), Run(tokenizer, "\n\x1C user hi \u3000", 5000, 5001));
        Assert.Equal(tokenizer.Encode("\n user hi"), Run(tokenizer, "\n user hi \u3000\t", 5001, 5000));
        Assert.Equal(tokenizer.Encode(" x "), Run(tokenizer, " x ", -1, -1));
        Assert.Empty(Run(tokenizer, " \r\n", 5000, -1));
        Assert.Empty(Run(tokenizer, " \r\n", -1, 5000));
    }

    [Theory]
    [InlineData("nmt_nfkc")]
    [InlineData("symbols")]
    [InlineData("noescape")]
    public void TruncateToTokens_AnyBudget_KeepsTheLongestPrefixThatFits(string model)
    {
        var tokenizer = GoldenModel.Load(model);
        var text = string.Join('\n', GoldenModel.Lines("lines.txt").Skip(20).Take(30)) + "😀👩‍👩‍👧‍👦𝔘";
        var all = tokenizer.Count(text);
        for (var budget = 0; budget <= all + 2; budget += budget < 20 ? 1 : 37)
        {
            var length = tokenizer.TruncateToTokens(text, budget);
            Assert.True(tokenizer.Count(text.AsSpan(0, length)) <= budget);
            Assert.False(length > 0 && length < text.Length && char.IsLowSurrogate(text[length]));
            if (length < text.Length)
            {
                var more = length + (char.IsSurrogatePair(text, length) ? 2 : 1);
                Assert.True(tokenizer.Count(text.AsSpan(0, more)) > budget);
            }
        }

        Assert.Equal(text.Length, tokenizer.TruncateToTokens(text, all));
        Assert.Equal(0, tokenizer.TruncateToTokens("", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.TruncateToTokens(text, -1));
    }

    [Fact]
    public void TruncateToTokens_OnlyPairs_NeverSplitsOne()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 9));
        for (var budget = 0; budget < 40; budget++)
        {
            Assert.Equal(2 * Math.Min(9, budget / 4), s_tiny.TruncateToTokens(text, budget));
        }
    }

    [Fact]
    public void GetTokenBytes_EveryTextToken_IsWhatDecodeGivesAfterText()
    {
        var tokenizer = GoldenModel.Load("nmt_nfkc");
        var before = tokenizer.Encode("x");
        for (var id = 259; id < 1_000; id++)
        {
            Assert.Equal("x" + Encoding.UTF8.GetString(tokenizer.GetTokenBytes(id)), tokenizer.Decode([.. before, id]));
        }
    }

    [Fact]
    public void GetTokenBytes_OtherTokens_AreBytesNamesOrEmpty()
    {
        var tokenizer = GoldenModel.Load(GoldenModel.Bytes("symbols"), Strip);
        Assert.Equal([0x0A], tokenizer.GetTokenBytes(tokenizer.Encode("\n")[^1]).ToArray());
        Assert.Equal(" \u2047 ", Encoding.UTF8.GetString(tokenizer.GetTokenBytes(0)));
        Assert.Equal("<think>", Encoding.UTF8.GetString(tokenizer.GetTokenBytes(5002)));
        foreach (var id in (int[])[1, 2, 5000, 5001, 4999, -1, int.MaxValue])
        {
            Assert.True(tokenizer.GetTokenBytes(id).IsEmpty);
        }
    }

    [Fact]
    public void GetPiece_EveryKind_GivesPieceNameOrNull()
    {
        Assert.Equal("\u2581the", s_tiny.GetPiece(s_tiny.Encode("of the")[^1]));
        Assert.Equal("<0x00>", s_tiny.GetPiece(3));
        Assert.Equal("</s>", s_tiny.GetPiece(2));
        Assert.Equal("<|im_end|>", s_tiny.GetPiece(2041));
        Assert.Null(s_tiny.GetPiece(2046));
        Assert.Null(s_tiny.GetPiece(-1));
    }

    [Fact]
    public void Decode_RunsBetweenAddedTokens_DropTheDummyPrefixEach()
    {
        var tokenizer = GoldenModel.Load(GoldenModel.Bytes("symbols"), Strip);
        var run = tokenizer.Encode("hello you");

        Assert.Equal("hello youhello you", tokenizer.Decode([5000, .. run, 5001, .. run]));
        Assert.Equal("hello you hello you", tokenizer.Decode([.. run, .. run]));
        Assert.Equal("<think>hello you", tokenizer.Decode([5002, .. run]));
        Assert.Equal(" a", s_tiny.Decode(s_tiny.Encode(" a")));
    }

    private static List<int> Run(Tokenizer tokenizer, string text, int previous, int next)
    {
        var ids = new List<int>();
        tokenizer.EncodeRun(text, previous, next, ids);
        return ids;
    }
}
