using System.Text;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>Detects the language of a text by its script, its letters and its frequent words.</summary>
/// <remarks>
/// A heuristic for IFEval's 30 languages and Chinese. The script of most letters decides alone when only one language uses it; languages
/// in Arabic, Cyrillic and Devanagari script are told apart by special letters and words, those in Latin script by function words and
/// accented letters. As in the published evaluation, a text without letters counts as any language.
/// </remarks>
internal static class ResponseLanguage
{
    public static bool Follows(InstructionArguments arguments, string response) => Is(response, arguments.Text("language"));

    /// <summary>
    /// True when the text's language has this ISO 639-1 code (a region after a hyphen is ignored), or the text has no letters.
    /// </summary>
    public static bool Is(string text, string code) =>
        Detect(text) is not { } found || code.Split('-')[0].Equals(found, StringComparison.OrdinalIgnoreCase);

    /// <summary>The code of the language, or null for a text without letters.</summary>
    public static string? Detect(string text)
    {
        var counts = new Dictionary<Script, int>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (ScriptOf(rune) is { } script)
            {
                counts[script] = counts.GetValueOrDefault(script) + 1;
            }
        }

        if (counts.Count == 0)
        {
            return null;
        }

        // Han characters are shared: more than a tenth as many kana make a text Japanese, as many Hangul Korean.
        var han = counts.GetValueOrDefault(Script.Han);
        var kana = counts.GetValueOrDefault(Script.Kana);
        var hangul = counts.GetValueOrDefault(Script.Hangul);
        var most = counts.MaxBy(pair => pair.Value).Key;
        return most switch
        {
            Script.Han => kana * 10 > han ? "ja" : hangul * 10 > han ? "ko" : "zh",
            Script.Kana => "ja",
            Script.Hangul => "ko",
            Script.Bengali => "bn",
            Script.Thai => "th",
            Script.Tamil => "ta",
            Script.Telugu => "te",
            Script.Hebrew => "he",
            Script.Kannada => "kn",
            Script.Gujarati => "gu",
            Script.Gurmukhi => "pa",
            Script.Malayalam => "ml",
            Script.Greek => "el",
            _ => LanguageWords.Best(text, most),
        };
    }

    private static Script? ScriptOf(Rune rune) => rune.Value switch
    {
        >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= 0xC0 and <= 0x24F and not (0xD7 or 0xF7) or >= 0x1E00 and <= 0x1EFF => Script.Latin,
        >= 0x370 and <= 0x3FF => Script.Greek,
        >= 0x400 and <= 0x52F => Script.Cyrillic,
        >= 0x590 and <= 0x5FF => Script.Hebrew,
        >= 0x600 and <= 0x6FF or >= 0x750 and <= 0x77F or >= 0xFB50 and <= 0xFDFF or >= 0xFE70 and <= 0xFEFF => Script.Arabic,
        >= 0x900 and <= 0x97F => Script.Devanagari,
        >= 0x980 and <= 0x9FF => Script.Bengali,
        >= 0xA00 and <= 0xA7F => Script.Gurmukhi,
        >= 0xA80 and <= 0xAFF => Script.Gujarati,
        >= 0xB80 and <= 0xBFF => Script.Tamil,
        >= 0xC00 and <= 0xC7F => Script.Telugu,
        >= 0xC80 and <= 0xCFF => Script.Kannada,
        >= 0xD00 and <= 0xD7F => Script.Malayalam,
        >= 0xE00 and <= 0xE7F => Script.Thai,
        >= 0x3040 and <= 0x30FF => Script.Kana,
        >= 0x3400 and <= 0x9FFF or >= 0x20000 and <= 0x323AF => Script.Han,
        >= 0x1100 and <= 0x11FF or >= 0xAC00 and <= 0xD7AF => Script.Hangul,
        _ => null,
    };
}
