using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

public sealed class StreamingDecoderTests
{
    private static readonly Tokenizer s_tiny = Tokenizer.Load(InternLM3Tiny.CheckpointPath);

    [Fact]
    public void Append_BytesOfACharacter_HoldsThemBackUntilItIsComplete() =>
        Assert.Equal(["", "", "", "😀", "a", ""], Pieces("F0 9F 98 80", "a"));

    [Fact]
    public void Append_BytesThatCannotBeACharacter_GivesReplacementsAtOnce()
    {
        Assert.Equal(["\uFFFD", "\uFFFD", "\uFFFD", ""], Pieces("C0 80 FF"));
        Assert.Equal(["", "\uFFFD\uFFFD", ""], Pieces("E0 80"));
        Assert.Equal(["", "\uFFFD\uFFFD", ""], Pieces("ED A0"));
        Assert.Equal(["", "\uFFFDA", ""], Pieces("E4 41"));
        Assert.Equal(["", "", "\uFFFD\uFFFD", "é", ""], Pieces("E4 B8 C3 A9"));
    }

    [Fact]
    public void Append_TextAfterHalfACharacter_GivesReplacementsBeforeIt() =>
        Assert.Equal(["", "", "\uFFFD\uFFFDa", ""], Pieces("E4 B8", "a"));

    [Fact]
    public void Flush_HalfACharacter_GivesOneReplacementAByteAndStartsAnew()
    {
        var decoder = s_tiny.CreateDecoder();
        var text = decoder.Append(Byte(0xF0)) + decoder.Append(Byte(0x9F)) + decoder.Flush();

        Assert.Equal("\uFFFD\uFFFD", text);
        Assert.Equal("", decoder.Flush());
        Assert.Equal("A", decoder.Append(Byte(0x41)));
    }

    [Fact]
    public void Append_SpecialAndUnknownIds_GiveNothingButEndACharacter()
    {
        var decoder = s_tiny.CreateDecoder();

        Assert.Equal("", decoder.Append(s_tiny.Special.ImEnd) + decoder.Append(1) + decoder.Append(2047) + decoder.Append(-5) + decoder.Append(int.MaxValue));
        Assert.Equal("", decoder.Append(Byte(0xE4)));
        Assert.Equal("\uFFFD", decoder.Append(s_tiny.Special.ImEnd));
    }

    // The text each token gives, then what Flush gives.
    private static List<string> Pieces(string bytes, string text = "")
    {
        var decoder = s_tiny.CreateDecoder();
        int[] ids = [.. bytes.Split(' ').Select(item => Byte(Convert.ToByte(item, 16))), .. s_tiny.Encode(text)];
        return [.. ids.Select(decoder.Append), decoder.Flush()];
    }

    private static int Byte(byte value) => 3 + value;
}
