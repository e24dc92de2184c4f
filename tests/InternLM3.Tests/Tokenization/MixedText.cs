using System.Text;

namespace InternLM3.Tests.Tokenization;

/// <summary>Lines of mixed text, the same for the same seed: English, Chinese, code, emoji, combining marks, controls, widths, spaces, any character.</summary>
public sealed class MixedText(int seed)
{
    private static readonly string[] s_english =
        "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so said what up its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see own work men day get here old life both between being under three never know same last another while us might great go come since against right came take used himself few house american use place during high without again home around small however found thought went say part once general upon school every".Split(' ');

    private static readonly string s_chinese =
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西";

    private static readonly string[] s_code =
    [
        "public static void Main(string[] args)", "{", "    return x + 1;", "for (int i = 0; i < n; i++)", "\tif (a == b) { c(); }", "def f(x, y=None):",
        "        print(f\"{x!r}\")", "#include <stdio.h>", "SELECT * FROM t WHERE id = 42;", "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Paris\"}}",
    ];

    private static readonly string[][] s_rare =
    [
        ["<|im_start|>user", "<|im_end|>", "</s>", "<s>", "<unk>", "<0x0A>", "<0x41>", "<ctl>", "<2ja>", "<tag>", "<pad>", "ABCDE F", " C DAB C", "Bx<x>A", "CC", "E \tD"],
        ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇫🇷", "❤️", "🤷🏻‍♀️", "1️⃣", "🧑‍💻"],
        ["e\u0301", "a\u0300\u0323", "n\u0303", "o\u0308\u0301", "\u1100\u1161\u11a8", "\uac00", "क्षि", "ก็", "Z\u0351\u036b\u0343", "A\u030a"],
        [.. Enumerable.Range(0, 32).Where(c => c is not '\n' and not '\r').Concat([0x7F, 0x80, 0x85, 0x9F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2028, 0x2060, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF]).Select(c => ((char)c).ToString())],
        [" ", "  ", "   ", "\t", "\t\t", "        ", "\u00a0", "\u3000", "\u2003", "\u202f", "\u2581", "\u2581\u2581", " \u2581 "],
        ["ＡＢＣ", "１２３", "ｱｲｳ", "ﾊﾞﾋﾟ", "ガギグ", "！？", "￥", "（全角）", "ﬁﬂ", "①②", "㎏", "½", "Ⅷ", "™", "…", "ﷺ", "㍿", "Å", "ǆ", "ſ", "İ", "ß", "ΣΑΣ"],
        ["Привет мир", "Ελληνικά", "שלום", "مرحبا", "こんにちは世界", "カタカナ", "한국어", "ไทย", "हिन्दी", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𐍈", "𠮷野家", "naïve café", "e=mc²", "“quotes”"],
    ];

    private readonly Random _random = new(seed);

    /// <summary>The next line, without a line feed, possibly empty; a few are long and without a space.</summary>
    public string Line()
    {
        var text = new StringBuilder();
        var glued = _random.Next(50) == 0;
        for (var count = glued ? _random.Next(300) : _random.Next(16) * _random.Next(3); count > 0; count--)
        {
            text.Append(_random.Next(3) == 0 ? Rare() : Common());
            if (!glued)
            {
                text.Append(_random.Next(10) switch { < 2 => "", 2 => "  ", _ => " " });
            }
        }

        return _random.Next(5) == 0 ? text.ToString() : text.ToString().TrimEnd(' ');
    }

    private string Common() => _random.Next(10) switch
    {
        < 5 => Pick(s_english),
        5 => string.Concat(Pick(s_english)[..1].ToUpperInvariant(), Pick(s_english)),
        6 or 7 => string.Concat(Enumerable.Range(0, _random.Next(1, 12)).Select(_ => s_chinese[_random.Next(s_chinese.Length)])),
        8 => _random.Next(1_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Pick(s_code),
    };

    private string Rare()
    {
        if (_random.Next(5) > 0)
        {
            return Pick(s_rare[_random.Next(s_rare.Length)]);
        }

        while (true)
        {
            var character = _random.Next(4) switch { 0 => _random.Next(0x300), 1 => _random.Next(0x3000), 2 => _random.Next(0x10000), _ => _random.Next(0x110000) };
            if (Rune.IsValid(character) && character is not '\n' and not '\r')
            {
                return new Rune(character).ToString();
            }
        }
    }

    private string Pick(string[] items) => items[_random.Next(items.Length)];
}
