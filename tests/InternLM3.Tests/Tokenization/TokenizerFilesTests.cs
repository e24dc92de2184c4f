using InternLM3.Tests.Support;
using InternLM3.Tiny;
using InternLM3.Tokenization;

namespace InternLM3.Tests.Tokenization;

public sealed class TokenizerFilesTests
{
    [Fact]
    public void Load_ModelCutAnywhere_NamesTheFile()
    {
        var whole = ModelBytes.WithPieces("ab", "a", "b").ToArray();
        using var folder = new TemporaryFolder();
        for (var length = 0; length < whole.Length; length++)
        {
            GoldenModel.Write(folder, whole[..length]);
            AssertNames(folder["tokenizer.model"], Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path)));
        }
    }

    [Fact]
    public void Load_RealModelCutAnywhere_NamesTheFile()
    {
        var whole = GoldenModel.Bytes("nmt_nfkc");
        using var folder = new TemporaryFolder();
        for (var length = 1; length < whole.Length - 16; length += 997)
        {
            GoldenModel.Write(folder, whole[..length]);
            AssertNames(folder["tokenizer.model"], Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path)));
        }
    }

    [Theory]
    [InlineData("symbols")]
    [InlineData("noescape")]
    public void Load_ModelWithChangedBytes_LoadsAndEncodesOrNamesTheProblem(string name)
    {
        var whole = GoldenModel.Bytes(name);
        var random = new Random(5);
        var refused = 0;
        for (var round = 0; round < 300; round++)
        {
            var damaged = whole.ToArray();
            for (var change = 0; change <= round % 3; change++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                var tokenizer = GoldenModel.Load(damaged);
                tokenizer.Decode(tokenizer.Encode("The bird 学习 👍 ABCD ＡＢ\t\u0007 CD  E F <tag>"));
            }
            catch (ModelFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 30, 299);
    }

    [Fact]
    public void Load_NormalizationTableWithChangedBytes_LoadsAndEncodesOrNamesTheProblem()
    {
        var whole = GoldenModel.Bytes("nmt_nfkc");
        var random = new Random(6);
        for (var round = 0; round < 40; round++)
        {
            var damaged = whole.ToArray();
            for (var change = 0; change < 200; change++)
            {
                // The table is nearly all of the file's second half.
                damaged[random.Next(whole.Length / 2, whole.Length - 100)] = (byte)random.Next(256);
            }

            try
            {
                GoldenModel.Load(damaged).Encode(string.Join(' ', GoldenModel.Lines("lines.txt").Take(50)));
            }
            catch (ModelFormatException e)
            {
                Assert.EndsWith("tokenizer.model", e.File, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Load_MissingFiles_NamesThem()
    {
        using var folder = new TemporaryFolder();
        AssertNames(folder["tokenizer.model"], Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path)));

        File.WriteAllBytes(folder["tokenizer.model"], ModelBytes.WithPieces("a").ToArray());
        AssertNames(folder["tokenizer_config.json"], Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder.Path)));
        AssertNames("absent", Assert.Throws<ModelFormatException>(() => Tokenizer.Load(folder["absent"])));
    }

    [Theory]
    [InlineData(1, "unigram")]
    [InlineData(3, "word")]
    [InlineData(4, "char")]
    [InlineData(9, "type 9")]
    public void Load_OtherModelType_RefusesItByName(int type, string name)
    {
        var model = ModelBytes.WithPieces("a");
        model.Trainer = [.. ModelBytes.Number(3, type), .. ModelBytes.Number(35, 1)];

        Refuses(model, name);
    }

    [Fact]
    public void Load_ContradictoryModel_SaysWhat()
    {
        Refuses(ModelBytes.WithPieces("a", "a"), "defines the piece a twice");
        Refuses(ModelBytes.WithPieces("<0x0A>"), "<0x0A> twice");
        Refuses(ModelBytes.WithPieces(""), "is empty");
        Refuses(ModelBytes.WithPieces("a").Add("b", float.NaN), "is not a number");
        Refuses(ModelBytes.WithPieces("a").Add("b", 0, 7), "type 7");
        Refuses(ModelBytes.WithPieces("a").Add([0xC3, 0x28], 0), "not UTF-8");
        Refuses(ModelBytes.WithPieces("a").Add("<unknown>", 0, 2), "two unknown pieces");
        Refuses(new ModelBytes().Add("a", 0), "no unknown piece");
        Refuses(new ModelBytes().Add("<unk>", 0, 2).Add("<0x00>", 0, 6), "no piece <0x01>");
        Refuses(ModelBytes.WithPieces("a").Add("<0xag>", 0, 6), "none of <0x00> to <0xFF>");
        Refuses(ModelBytes.WithPieces(new string('a', 1_025)), "longer than 1024");
        var fallback = ModelBytes.WithPieces("a");
        fallback.Trainer = ModelBytes.Number(3, 2);
        Refuses(fallback, "byte_fallback is false");
        var denormalizer = ModelBytes.WithPieces("a");
        denormalizer.Rest = ModelBytes.Bytes(5, ModelBytes.Bytes(2, "rules"u8));
        Refuses(denormalizer, "denormalizer_spec");
    }

    [Fact]
    public void Load_WrongWireTypes_SaysDamaged()
    {
        var number = ModelBytes.WithPieces("a");
        number.Rest = ModelBytes.Number(1, 5);
        Refuses(number, "damaged");
        var group = ModelBytes.WithPieces("a");
        group.Rest = [(7 << 3) | 3];
        Refuses(group, "damaged");
        var endless = ModelBytes.WithPieces("a");
        endless.Rest = [.. Enumerable.Repeat((byte)0xFF, 11)];
        Refuses(endless, "damaged");
        var text = ModelBytes.WithPieces("a");
        text.Trainer = [.. text.Trainer, .. ModelBytes.Bytes(24, "x"u8)];
        Refuses(text, "damaged");
    }

    [Fact]
    public void Load_UnknownFields_PassesOverThem()
    {
        var model = ModelBytes.WithPieces("a");
        model.Rest = [.. ModelBytes.Number(200, 7), .. ModelBytes.Bytes(201, "x"u8), (202 << 3 & 0x7F) | 0x80 | 1, 202 >> 4, 1, 2, 3, 4, 5, 6, 7, 8, .. ModelBytes.Bytes(4, [])];

        Assert.Equal([259], GoldenModel.Load(model.ToArray()).Encode("a"));
    }

    [Fact]
    public void Load_DamagedNormalizationTable_SaysSo()
    {
        Refuses(WithTable([1, 2, 3]), "precompiled_charsmap");
        Refuses(WithTable(ModelBytes.CharsMap([0], [])), "precompiled_charsmap");
        Refuses(WithTable(ModelBytes.CharsMap([0], "no end"u8)), "precompiled_charsmap");
        Refuses(WithTable(ModelBytes.CharsMap([0], [0xFF, 0])), "precompiled_charsmap");
        Refuses(WithTable(ModelBytes.CharsMap([0, 0x80000005], "abc\0"u8)), "precompiled_charsmap");
        Refuses(WithTable(ModelBytes.CharsMap([0, 0x80000001], "é\0"u8)), "precompiled_charsmap");
        Refuses(WithTable(ModelBytes.CharsMap([], "abc\0"u8)), "precompiled_charsmap");
    }

    [Theory]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "<|im_start|>"}}}""", "<|im_end|>")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "<|im_end|>"}}}""", "<|im_start|>")]
    [InlineData("{}", "<|im_start|>")]
    [InlineData("""{"bos_token": "<begin>"}""", "<begin>")]
    [InlineData("""{"added_tokens_decoder": {"2": {"content": "<|im_end|>"}}}""", "the tokenizer model has </s> there")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "ab"}}}""", "the tokenizer model has it at 259")]
    [InlineData("""{"added_tokens_decoder": {"13": {"content": "<0x0A>"}}}""", "byte piece <0x0A>")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "x"}, "5001": {"content": "x"}}}""", "two ids")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "x"}, "5000": {"content": "y"}}}""", "twice")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "x"}, "05000": {"content": "y"}}}""", "twice")]
    [InlineData("""{"added_tokens_decoder": {"-1": {"content": "x"}}}""", "\"-1\"")]
    [InlineData("""{"added_tokens_decoder": {"99999999": {"content": "x"}}}""", "99999999")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": ""}}}""", "content")]
    [InlineData("""{"added_tokens_decoder": {"5000": "x"}}""", "content")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "x", "single_word": true}}}""", "single_word")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "x", "lstrip": 1}}}""", "lstrip")]
    [InlineData("""{"added_tokens_decoder": {"5000": {"content": "\ud800"}}}""", "not valid text")]
    [InlineData("""{"added_tokens_decoder": []}""", "added_tokens_decoder")]
    [InlineData("""{"eos_token": 5}""", "eos_token")]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "not valid JSON")]
    public void Load_WrongConfig_SaysWhat(string config, string problem)
    {
        var error = Assert.Throws<ModelFormatException>(() => GoldenModel.Load(ModelBytes.WithPieces("ab", "a", "b").ToArray(), config));

        Assert.EndsWith("tokenizer_config.json", error.File, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TinyCheckpoint_ResolvesEveryRole()
    {
        var tokenizer = Tokenizer.Load(InternLM3Tiny.CheckpointPath);
        var special = tokenizer.Special;

        Assert.Equal((1, 2, 2040, 2041), (special.Bos, special.Eos, special.ImStart, special.ImEnd));
        Assert.Equal(((int?)2042, (int?)2043, (int?)2044, (int?)2045), (special.ActionStart, special.ActionEnd, special.Plugin, special.Interpreter));
        Assert.Equal((2046, 1, 2), (tokenizer.VocabularySize, tokenizer.BosTokenId, tokenizer.EosTokenId));
        Assert.Equal(9, tokenizer.AddedTokens.Count);
        Assert.True(tokenizer.TryGetTokenId("<|plugin|>", out var plugin) && plugin == 2044);
        Assert.False(tokenizer.TryGetTokenId("ab", out _));
    }

    [Fact]
    public void Load_RolesAmongPieces_ResolvesThemAndNeverEncodesThem()
    {
        var model = ModelBytes.WithPieces("a").Add("<|im_start|>", 0, 3).Add("<|im_end|>", 0, 4).Add("<tag>", 0, 4);
        var tokenizer = GoldenModel.Load(model.ToArray(), """{"bos_token": {"content": "<s>"}, "eos_token": null}""");

        Assert.Equal((260, 261, 1, 2), (tokenizer.Special.ImStart, tokenizer.Special.ImEnd, tokenizer.Special.Bos, tokenizer.Special.Eos));
        Assert.Null(tokenizer.Special.Plugin);
        Assert.DoesNotContain(261, tokenizer.Encode("<|im_end|>"));
        Assert.Equal([262], tokenizer.Encode("<tag>"));
        Assert.Equal("a", tokenizer.Decode([260, 259, 261]));
    }

    private static ModelBytes WithTable(byte[] table)
    {
        var model = ModelBytes.WithPieces("a");
        model.Normalizer = [.. model.Normalizer, .. ModelBytes.Bytes(2, table)];
        return model;
    }

    private static void Refuses(ModelBytes model, string problem)
    {
        var error = Assert.Throws<ModelFormatException>(() => GoldenModel.Load(model.ToArray()));
        Assert.EndsWith("tokenizer.model", error.File, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static void AssertNames(string file, ModelFormatException error) => Assert.Contains(file, error.Message, StringComparison.Ordinal);
}
