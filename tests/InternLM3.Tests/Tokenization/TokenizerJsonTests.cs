using System.Text.Json;
using InternLM3.Tests.Support;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

public sealed class TokenizerJsonTests
{
    private static readonly Tokenizer s_tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);
    private static readonly JsonElement s_json = Parse(s_tokenizer, addBos: true);

    [Fact]
    public void ToJson_Twice_GivesTheSameBytes() => Assert.Equal(s_tokenizer.ToJson(true), Tokenizer.Load(InternLM3Tiny.CheckpointPath).ToJson(true));

    [Fact]
    public void ToJson_Vocabulary_HasEveryTokenUnderItsId()
    {
        var vocabulary = s_json.GetProperty("model").GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Value.GetInt32(), entry => entry.Name);

        Assert.Equal(Enumerable.Range(0, s_tokenizer.VocabularySize).Select(id => s_tokenizer.GetPiece(id)), vocabulary.OrderBy(entry => entry.Key).Select(entry => entry.Value));
    }

    [Fact]
    public void ToJson_AddedTokens_AreSpecialAndInOrder()
    {
        var added = s_json.GetProperty("added_tokens").EnumerateArray().ToArray();

        Assert.Equal([0, 1, 2, 2040, 2041, 2042, 2043, 2044, 2045], added.Select(token => token.GetProperty("id").GetInt32()));
        Assert.All(added, token => Assert.True(token.GetProperty("special").GetBoolean()));
        Assert.Equal("<|im_end|>", added[4].GetProperty("content").GetString());
    }

    [Fact]
    public void ToJson_BeginToken_IsPutFirstIfTheCheckpointSaysSo()
    {
        var single = s_json.GetProperty("post_processor").GetProperty("single").EnumerateArray().First();

        Assert.Equal("<s>", single.GetProperty("SpecialToken").GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, Parse(s_tokenizer, addBos: false).GetProperty("post_processor").ValueKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello, world!")]
    [InlineData("  two  spaces and a tab\t\n")]
    [InlineData("介绍一下深度学习。")]
    [InlineData("emoji 😀 and accents éà, 12345 + 67")]
    [InlineData("aaaaaaaaaaaa bbbb       ")]
    public void ToJson_Text_IsEncodedAsByOurTokenizer(string text) =>
        Assert.Equal(s_tokenizer.Encode(text), new TokenizerJsonEncoder(s_json).Encode(text));

    [Fact]
    public void ToJson_RandomText_IsEncodedAsByOurTokenizer()
    {
        var random = new Random(11);
        var encoder = new TokenizerJsonEncoder(s_json);
        var words = Enumerable.Range(259, s_tokenizer.VocabularySize - 270).Select(id => s_tokenizer.GetPiece(id)!.Replace('\u2581', ' ')).ToArray();
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => words[random.Next(words.Length)]));
            Assert.Equal(s_tokenizer.Encode(text), encoder.Encode(text));
        }
    }

    private static JsonElement Parse(Tokenizer tokenizer, bool addBos)
    {
        using var document = JsonDocument.Parse(tokenizer.ToJson(addBos));
        return document.RootElement.Clone();
    }
}
