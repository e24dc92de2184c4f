using System.Globalization;
using System.Text;

namespace InternLM3.Tests.Support.Retrieval;

/// <summary>
/// Generated documents about places that do not exist, in English and Chinese: what a question asks is in one document and nowhere else.
/// The English sentences and questions are of the forms InternLM3-Tiny was trained on, with names of the same syllables.
/// </summary>
public sealed class FactCorpus(int seed)
{
    private static readonly string[] s_consonants = "b c d f g h j k l m n p r s t v w z br cr dr fl gr kl pl sh st th tr".Split(' ');
    private static readonly string[] s_vowels = "a e i o u ai ea ou".Split(' ');
    private static readonly string[] s_places = "Bridge Tower Museum Library Garden Station Temple Harbor Theater Market".Split(' ');
    private static readonly string[] s_chinesePlaces = "桥 塔 博物馆 图书馆 花园 车站 寺 港口 剧院 市场".Split(' ');
    private static readonly string[] s_materials = "oak glass copper granite bamboo steel marble clay".Split(' ');
    private static readonly string[] s_chineseMaterials = "橡木 玻璃 铜 花岗岩 竹子 钢 大理石 黏土".Split(' ');
    private const string Characters = "安白陈德东方高海恒华江金兰乐林龙明南宁平青清荣山石水天文西新兴雪阳永玉云泽中";

    // Sentence, the question in its words, the question in others.
    private static readonly (string Sentence, string Question, string Paraphrase)[] s_english =
    [
        ("was built in {1}", "When was {0} built?", "In which year did the construction of {0} end?"),
        ("was founded by {1}", "Who founded {0}?", "What is the name of the founder of {0}?"),
        ("is located in {1}", "Where is {0} located?", "In what town can I find {0}?"),
        ("has a height of {1}", "What is the height of {0}?", "How high is {0}?"),
        ("opens at {1}", "When does {0} open?", "What are the opening hours of {0}?"),
        ("costs {1}", "How much does {0} cost?", "What must a visitor pay at {0}?"),
        ("was designed by {1}", "Who designed {0}?", "Which architect drew the plans of {0}?"),
        ("is made of {1}", "What is {0} made of?", "Which material is {0} of?"),
    ];

    private static readonly (string Sentence, string Question, string Paraphrase)[] s_chinese =
    [
        ("{0}建于{1}年。", "{0}建于哪一年?", "{0}是什么时候建成的?"),
        ("{0}由{1}创建。", "{0}由谁创建?", "{0}的创始人叫什么名字?"),
        ("{0}位于{1}。", "{0}位于哪里?", "在哪个城市可以找到{0}?"),
        ("{0}的高度是{1}米。", "{0}的高度是多少?", "{0}有多高?"),
        ("{0}每天{1}开门。", "{0}每天几点开门?", "{0}的开放时间是什么?"),
        ("{0}的门票是{1}元。", "{0}的门票是多少?", "参观{0}要花多少钱?"),
        ("{0}由{1}设计。", "{0}由谁设计?", "{0}的设计师是哪一位?"),
        ("{0}是用{1}建造的。", "{0}是用什么建造的?", "{0}的建筑材料是什么?"),
    ];

    private readonly Random _random = new(seed);
    private readonly HashSet<string> _entities = [];

    /// <summary>Writes documents of about so many bytes, every second one Chinese unless asked otherwise, and gives their facts, three of each.</summary>
    public List<Fact> Write(string folder, int documents, int bytes, bool chinese = true)
    {
        var facts = new List<Fact>();
        for (var i = 0; i < documents; i++)
        {
            var isChinese = chinese && i % 2 == 1;
            var name = string.Create(CultureInfo.InvariantCulture, $"{i / 1000:00}/{i:00000}.{(i % 4 < 2 ? "txt" : "md")}");
            var file = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var own = Facts(name, isChinese);
            facts.AddRange(own);
            File.WriteAllText(file, Text(own, isChinese, bytes, isMarkdown: i % 4 >= 2));
        }

        return facts;
    }

    /// <summary>A question of the English forms about a place no document has.</summary>
    public string Unanswerable() => Format(s_english[_random.Next(s_english.Length)].Question, Entity(chinese: false), "");

    private List<Fact> Facts(string file, bool chinese)
    {
        var entity = Entity(chinese);
        var forms = chinese ? s_chinese : s_english;
        return [.. Enumerable.Range(0, forms.Length).OrderBy(_ => _random.Next()).Take(3).Select(i => Fact(file, entity, i, chinese))];
    }

    private Fact Fact(string file, string entity, int kind, bool chinese)
    {
        var value = Value(kind, chinese);
        var form = (chinese ? s_chinese : s_english)[kind];
        var sentence = chinese ? Format(form.Sentence, entity, value) : $"T{entity[1..]} {Format(form.Sentence, entity, value)}.";
        return new Fact(file, entity, value, sentence, Format(form.Question, entity, value), Format(form.Paraphrase, entity, value));
    }

    private string Value(int kind, bool chinese) => kind switch
    {
        0 => Number(1500, 2026),
        1 or 6 => chinese ? Han(3) : $"{Name()} {Name()}",
        2 => chinese ? Han(2) : Name(),
        3 => chinese ? Number(3, 901) : $"{Number(3, 901)} metres",
        4 => $"{Number(0, 24)}:{_random.Next(4) * 15:00}",
        5 => chinese ? Number(2, 901) : $"{Number(2, 901)} coins",
        _ => chinese ? s_chineseMaterials[_random.Next(8)] : s_materials[_random.Next(8)],
    };

    // Facts first, then sentences without facts about the same and other places until the size is reached.
    private string Text(List<Fact> facts, bool chinese, int bytes, bool isMarkdown)
    {
        var text = new StringBuilder();
        if (isMarkdown)
        {
            text.Append("# ").Append(facts[0].Entity).Append("\n\n");
        }

        text.AppendJoin("\n\n", facts.Select(fact => fact.Sentence)).Append('\n');
        for (var size = Encoding.UTF8.GetByteCount(text.ToString()); size < bytes;)
        {
            var entity = _random.Next(3) == 0 ? facts[0].Entity : chinese ? Han(3) + s_chinesePlaces[_random.Next(10)] : $"the {Name()} {s_places[_random.Next(10)]}";
            var sentence = chinese
                ? $"\n{Han(2)}的居民常常带着{Han(3)}来{entity},他们喜欢{Han(2)}和{s_chineseMaterials[_random.Next(8)]},也会谈到建造、设计和门票。\n"
                : $"\nThe people of {Name()} like to walk to {entity} with {Name()}, and talk about who built it, how high it is, what it costs and when it opens.\n";
            text.Append(sentence);
            size += Encoding.UTF8.GetByteCount(sentence);
        }

        return text.ToString();
    }

    private string Entity(bool chinese)
    {
        while (true)
        {
            var entity = chinese ? Han(3) + s_chinesePlaces[_random.Next(10)] : $"the {Name()} {s_places[_random.Next(10)]}";
            if (_entities.Add(entity))
            {
                return entity;
            }
        }
    }

    private string Name()
    {
        var name = string.Concat(Enumerable.Range(0, _random.Next(4) == 0 ? 3 : 2).Select(_ => s_consonants[_random.Next(s_consonants.Length)] + s_vowels[_random.Next(s_vowels.Length)]))
            + new[] { "", "n", "r", "l", "s", "" }[_random.Next(6)];
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private string Han(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Characters[_random.Next(Characters.Length)]));

    private string Number(int from, int to) => _random.Next(from, to).ToString(CultureInfo.InvariantCulture);

    private static string Format(string form, string entity, string value) => string.Format(CultureInfo.InvariantCulture, form, entity, value);
}
