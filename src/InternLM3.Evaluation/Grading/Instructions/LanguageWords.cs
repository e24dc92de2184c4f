using System.Text.RegularExpressions;

namespace InternLM3.Evaluation.Grading.Instructions;

/// <summary>
/// Tells languages of one script apart: each of the language's frequent words scores one point, each of its special letters half a point.
/// </summary>
internal static partial class LanguageWords
{
    private static readonly (Script Script, string Code, HashSet<string> Words, string Letters)[] s_languages =
    [
        Make(
            Script.Latin, "en",
            "the of and to in is that it for was you with as on are this be have not he his i my we they or at by from an will can your "
            + "but all what there if when she her which do so no out up about who them were has more would their how than its",
            ""),
        Make(
            Script.Latin, "es",
            "el la los las de y que en un una es por con para del se lo al su más como pero muy está son ser mi te ha este esta yo tu "
            + "sus hay también cuando sin todo nos",
            "ñ¿¡"),
        Make(
            Script.Latin, "pt",
            "o os as de e que em um uma é por com para do da dos das no na se ao seu sua mais como mas muito está são ser não você eu "
            + "também pelo isso ele ela foi",
            "ãõç"),
        Make(
            Script.Latin, "fr",
            "le la les de et que en un une est pour avec des du au aux se ce il elle je nous vous dans sur pas plus par mais sont être "
            + "ne qui votre cette à ou leur son sa ses",
            "œêèçùàîô"),
        Make(
            Script.Latin, "de",
            "der die das und ist in zu den von mit sich des auf für nicht ein eine als auch es an er sie wir ich dem im aus bei nach "
            + "wie oder aber wird sind einen einer kann über",
            "ßäöü"),
        Make(
            Script.Latin, "it",
            "il lo la gli le di e che in un una è per con del della dei delle si al alla non sono come più ma anche questo questa io mi "
            + "nel nella ha essere tuo suo da i",
            "ìòàùè"),
        Make(
            Script.Latin, "pl",
            "i w na z do się nie to jest że jak o po od za dla co ale przez są tak czy być może lub oraz który która ich jego jej mi "
            + "już tego",
            "łżźśćńąęó"),
        Make(
            Script.Latin, "fi",
            "ja on ei se että hän oli ovat mutta kun niin kuin tai myös minä sinä he me joka jos ole sen olla voi tämä siitä mitä nyt vain",
            "äö"),
        Make(
            Script.Latin, "vi",
            "và là của có không được cho trong một những các với người này đó khi đã để từ tôi bạn như về đến ra cũng sẽ nhiều",
            "đơưạảấầậẩắằặẻẽếềệểỉịọỏốồộổớờợởụủứừựửữỳỷỹ"),
        Make(
            Script.Latin, "sw",
            "na ya wa kwa ni za la katika cha kama hii hiyo huo yake au pia lakini watu kuwa si yangu wako sana hivyo ili kila mimi "
            + "wewe yeye vya mwa ambayo",
            ""),
        Make(
            Script.Cyrillic, "ru",
            "и в не на что с он как это по но из у за от то так для же вы мы они его её был или если когда все мне я ты о", "ыэё"),
        Make(
            Script.Cyrillic, "uk",
            "і в не на що з він як це по але із у за від та так для ж ви ми вони його її був або якщо коли все мені я ти про є до", "іїєґ"),
        Make(
            Script.Cyrillic, "bg",
            "и в не на че с той как това по но от за да се са е ще си ли или ако когато всички аз ти ние вие те беше към при най", "ъ"),
        Make(Script.Arabic, "ar", "في من على إلى أن هذا هذه التي الذي كان لا ما مع عن هو هي قد كل بعد أو ثم إن لم لقد كما", "ةىيكأإؤئ"),
        Make(Script.Arabic, "fa", "و در به از که این را با است برای آن یک خود تا بر هم نیز می شود شما من ما بود کرد اما های یا", "پچژگ"),
        Make(Script.Arabic, "ur", "کے کی ہے میں کا اور سے کو نے پر ہیں یہ کہ بھی ایک تھا آپ ہم نہیں تو کر اس ان گیا", "ٹڈڑںےہھ"),
        Make(Script.Devanagari, "hi", "है के में की का और से को ने पर हैं यह कि भी एक था आप हम नहीं तो कर इस लिए वह हो", ""),
        Make(Script.Devanagari, "mr", "आहे आणि च्या ते मध्ये हे या आहेत होते तो ती आपण मी नाही का पण एक व साठी करा होता त्या", "ळ"),
        Make(Script.Devanagari, "ne", "छ र को मा लाई हो यो छन् हुन्छ पनि गर्न भने एक तपाईं म हामी छैन गर्नुहोस् तर थियो का ले यस", ""),
    ];

    /// <summary>The language of a script with the most points; in a tie the first.</summary>
    public static string Best(string text, Script script)
    {
        var lower = text.ToLowerInvariant();
        var words = Word().Matches(lower).Select(match => match.Value).ToArray();
        return s_languages.Where(language => language.Script == script)
            .MaxBy(language => words.Count(language.Words.Contains)
                + (0.5 * lower.Count(c => language.Letters.Contains(c, StringComparison.Ordinal)))).Code;
    }

    private static (Script, string, HashSet<string>, string) Make(Script script, string code, string words, string letters) =>
        (script, code, new HashSet<string>(words.Split(' '), StringComparer.Ordinal), letters);

    [GeneratedRegex(@"[\p{L}\p{M}]+")]
    private static partial Regex Word();
}
