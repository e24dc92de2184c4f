using System.Text.Json;

namespace InternLM3.Tests.Tokenization;

public sealed class TokenizerGoldenTests
{
    [Theory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void Encode_GoldenLines_GivesTheIdsOfSpmEncode(string model)
    {
        var tokenizer = GoldenModel.Load(model);
        var lines = GoldenModel.Lines("lines.txt");
        var expected = GoldenModel.Lines($"{model}.ids");

        Assert.Equal(502, lines.Length);
        Assert.Equal(lines.Length, expected.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            Assert.True(expected[i] == string.Join(' ', tokenizer.Encode(lines[i])), $"line {i + 1}: {lines[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Names), MemberType = typeof(GoldenModel))]
    public void Decode_GoldenIds_GivesTheTextOfSentencePiece(string model)
    {
        var tokenizer = GoldenModel.Load(model);
        var cases = GoldenModel.Lines($"{model}.decoded").Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.True(cases.Length > 400);
        foreach (var item in cases)
        {
            int[] ids = [.. item[0].EnumerateArray().Select(id => id.GetInt32())];
            Assert.True(item[1].GetString() == tokenizer.Decode(ids), item.GetRawText());
        }
    }
}
