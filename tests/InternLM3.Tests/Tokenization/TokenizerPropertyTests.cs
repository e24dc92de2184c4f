using System.Text;
using FsCheck;
using FsCheck.Fluent;
using InternLM3.Tiny;
using InternLM3.Tokenization;
using Microsoft.FSharp.Core;

namespace InternLM3.Tests.Tokenization;

public sealed class TokenizerPropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(400)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(2_025, 115), FSharpOption<int>.None)));

    private static readonly Tokenizer s_tiny = Tokenizer.Load(InternLM3Tiny.CheckpointPath);

    private static readonly Gen<string> s_fragment = Gen.OneOf(
        Gen.Elements("the", "ing", " ", "  ", "\n", "\t", "学习", "，", "1", "42", "e\u0301", "👩‍👩‍👧‍👦", "\u2582", "</s>", "<|im_end|>", "<0x0A>", "{\"", "▂", "ﷺ"),
        Gen.Choose(0, 0x10FFFF).Where(value => Rune.IsValid(value) && value != SentencePieceSpace).Select(value => new Rune(value).ToString()),
        Gen.Choose('a', 'z').Select(value => ((char)value).ToString()));

    private const int SentencePieceSpace = 0x2581;

    private static readonly Gen<string> s_text = s_fragment.ListOf().Select(string.Concat);

    [Fact]
    public void Decode_OfEncode_IsTheTextUnderIdentityNormalization() =>
        Check.One(s_config, Prop.ForAll(s_text.ToArbitrary(), text => s_tiny.Decode(s_tiny.Encode(text)) == text));

    [Fact]
    public void Decode_OfEncode_IsTheTextWithADummyPrefix()
    {
        var tokenizer = GoldenModel.Load(GoldenModel.Bytes("symbols"));
        Check.One(s_config, Prop.ForAll(s_text.ToArbitrary(), text => tokenizer.Decode(tokenizer.Encode(text)) == text));
    }

    [Fact]
    public void Encode_AnyText_NeverGivesASpecialToken() =>
        Check.One(s_config, Prop.ForAll(s_text.ToArbitrary(), text =>
            s_tiny.Encode(text).All(id => id > 2 && id < 2040 && !s_tiny.IsSpecial(id) && !s_tiny.GetTokenBytes(id).IsEmpty)));

    [Fact]
    public void Encode_AnyText_MergesAsTheDefinitionSays()
    {
        foreach (var tokenizer in (Tokenizer[])[s_tiny, GoldenModel.Load("suffix")])
        {
            var reference = new PlainBpe(tokenizer);
            var normalize = (string text) => (text + (tokenizer == s_tiny ? "" : " ")).Replace(' ', '\u2581');
            Check.One(s_config, Prop.ForAll(s_text.ToArbitrary(), text =>
                text.Length == 0 || tokenizer.Encode(text).AsSpan().SequenceEqual(reference.Encode(normalize(text)).AsSpan())));
        }
    }

    [Theory]
    [InlineData("nmt_nfkc")]
    [InlineData("symbols")]
    [InlineData("suffix")]
    [InlineData("unused")]
    public void Append_AnyIds_GivesTheTextOfDecode(string model)
    {
        var tokenizer = GoldenModel.Load(model);
        var id = Gen.OneOf(Gen.Choose(0, tokenizer.VocabularySize), Gen.Choose(0, 300), Gen.Elements(1, 2, 5_000, 5_001, -1));
        Check.One(s_config, Prop.ForAll(id.ListOf().ToArbitrary(), ids =>
        {
            var decoder = tokenizer.CreateDecoder();
            string[] parts = [.. ids.Select(decoder.Append), decoder.Flush()];
            return string.Concat(parts) == tokenizer.Decode([.. ids]) && parts.All(part => !part.Any(char.IsSurrogate) || Whole(part));
        }));
    }

    private static bool Whole(string part) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(part)) == part;
}
