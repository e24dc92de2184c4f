"""Names, words, numbers and noise. What is held out for the evaluation is never drawn for training, and the other way round."""
import random
import re
import zlib

CONSONANTS = "b c d f g h j k l m n p r s t v w z br cr dr fl gr kl pl sh st th tr".split()
VOWELS = "a e i o u ai ea ou".split()
# Parts of words as English has them: words made of them hold the pieces of real ones in an order that only the text tells.
HEADS = """al am an ap ar as bal ban bar bas bel ben ber bor bran cal can cap car cas cel cen cham char cir clin col com con cor coun cul cur dam dec def del dem dep des dis dom dor
    el em en equi es ev ex fab fac fam fer fin flor for fra fur gal gen glo gran har her hom hor im in inter jud jun lab lam leg lib lin lum mag man mar mas mat med mer min mod mon mor
    mul nat nor nov ob oc op or pan par pas pen per pil plat pol por pos pre pri pro pur qual quan ram ran re rec reg rel res rev rob ros sal san sat sec sel sen ser sim sol spec stan
    stra sub sup sur tal tem ten ter tim tor tran tri tur un ur val van var ven ver vil vis vol war win won""".split()
TAILS = """able age al ance ant ary ate dom ed el en ence end ent er ery est et ette fold ful gle house ial ible ic ice ide ier ify ile in ine ing ion ish ism ist ite ity ive ize land le less
    let ling ly man mark ment mont ness ock od on or ory ot ous port sion some stead ster tion tude ty um ure us ward way work""".split()
FIRST_NAMES = """Alice Bob Carol David Emma Frank Grace Henry Iris Jack Karen Leo Mia Noah Olivia Paul Quinn Rosa Sam Tina Tom Ann Ben Eva Lily
    Ahmed Anna Bruno Clara Diego Elena Felix Gina Hugo Ines Jonas Kenji Lena Marco Nadia Omar Petra Rahul Sofia Theo Uma Yuki Zoe Max Julia""".split()
LAST_NAMES = """Adams Baker Clark Diaz Evans Fischer Garcia Hughes Ito Jensen Keller Lopez Meyer Novak Olsen Patel Rossi Silva Tanaka Weber
    Young Brown Cooper Dubois Fraser Gray Hill Kim Lee Moore""".split()
CITIES = """London Paris Tokyo Berlin Madrid Rome Oslo Lima Cairo Delhi Boston Chicago Denver Sydney Toronto Dublin Vienna Prague Athens Lisbon
    Warsaw Geneva Munich Milan Seoul Osaka Hanoi Nairobi Quito Havana Shanghai Beijing""".split()
COLORS = "red blue green yellow purple orange black white pink grey brown silver".split()
THINGS = "apples books pens coins stamps cards shells marbles oranges buttons".split()
GOODS = "book pen lamp chair table cup bag hat clock phone camera bottle desk mirror carpet".split()
CHINESE_NAMES = "小明 小红 李雷 韩梅梅 王芳 张伟 刘洋 陈静 赵敏 孙丽 周杰 吴强 小刚 小华".split()
CHINESE_THINGS = "苹果 书 笔 硬币 邮票 卡片 贝壳 橘子".split()
CHINESE_CITIES = "北京 上海 广州 深圳 杭州 南京 成都 武汉 西安 苏州 天津 重庆 青岛 厦门".split()
SURNAMES, GIVEN = "王李张刘陈赵孙周吴韩小杨黄林何高马罗", "芳伟洋静杰华刚红梅雷涛超英勇平明霞"
HAN = "安白陈德东方高海恒华江金兰乐林龙明南宁平青清荣山石水天文西新兴雪阳永玉云泽中"
FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ":": "："})


def chinese(text):
    """Whether a character is Chinese."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def reserved(text):
    """Whether a made name, a number of three digits or more, or a pair of operands belongs to the held-out evaluation: one in eight."""
    return zlib.crc32(str(text).lower().encode()) % 8 == 0


class Draw:
    """Draws everything a conversation is made of."""

    def __init__(self, seed, held_out=False, lists=None):
        self.random, self.held_out, self.lists = random.Random(seed), held_out, lists or {}

    def pick(self, items):
        return items[int(self.random.random() * len(items))]

    def sample(self, items, count):
        return self.random.sample(list(items), count)

    def chance(self, probability):
        return self.random.random() < probability

    def between(self, low, high):
        return self.random.randint(low, high)

    def shuffled(self, items):
        items = list(items)
        self.random.shuffle(items)
        return items

    def list(self, name):
        """A word list: the evaluation's own where it has one, else the training's."""
        return self.lists.get(name) or globals().get(name)

    def thing(self, items, made=0.5):
        """One of a list's words; in training a made one now and then, so that it is read and not known."""
        return self.word() if not self.held_out and self.chance(made) else self.pick(self.list(items) if isinstance(items, str) else items)

    def word(self):
        """A made word, as no language has it."""
        while True:
            if not self.held_out and self.chance(0.3):
                word = "".join(self.pick(HEADS) for _ in range(self.pick([1, 1, 2]))) + self.pick(TAILS)
            elif self.chance(0.8):
                word = "".join(self.pick(CONSONANTS) + self.pick(VOWELS) for _ in range(self.pick([2, 2, 2, 3]))) + self.pick(["", "n", "r", "l", "s", ""])
            else:
                word = "".join(self.pick("aeiou") if self.chance(0.45) else self.pick("bcdfghjklmnpqrstvwxyz") for _ in range(self.between(4, 9)))
            if reserved(word) == self.held_out:
                return word

    def novel(self, share, evaluated):
        """Whether a list is left for a made word. The evaluation does so more seldom: its lists are new to the model anyway."""
        return self.chance(evaluated if self.held_out else share)

    def name(self):
        return self.word().capitalize()

    def person(self):
        return self.pick(self.list("FIRST_NAMES")) if self.chance(0.5) else self.name()

    def full_name(self):
        first = self.person()
        return f"{first} {self.pick(self.list('LAST_NAMES')) if self.chance(0.4) else self.name()}"

    def city(self):
        return self.pick(self.list("CITIES")) if self.chance(0.35) else self.name()

    def han(self, length):
        while True:
            word = "".join(self.pick(HAN) for _ in range(length))
            if reserved(word) == self.held_out:
                return word

    def chinese_name(self):
        """Made names share their first character with those of the list, so that the second has to be read."""
        if self.chance(0.5):
            return self.pick(self.list("CHINESE_NAMES"))
        return self.han(self.between(2, 3)) if self.held_out or self.chance(0.4) else self._like(SURNAMES, GIVEN, self.between(1, 2))

    def chinese_city(self):
        if self.chance(0.5):
            return self.pick(self.list("CHINESE_CITIES"))
        return self.han(2) if self.held_out or self.chance(0.4) else self._like("北上广深杭南成武西苏天重青厦大长", "京海州圳都汉安津庆岛门阳山江", 1)

    def _like(self, heads, tails, length):
        """For training: a character of the first and some of the second, none of them the evaluation's."""
        while reserved(word := self.pick(heads) + "".join(self.pick(tails) for _ in range(length))):
            pass
        return word

    def words(self, low, high):
        return " ".join(self.word() for _ in range(self.between(low, high)))

    def number(self, low=0, high=999):
        """As many digits as each other; numbers of three digits or more are split between training and evaluation."""
        while True:
            number = self.between(low, min(high, 10 ** self.pick([1, 2, 2, 3, len(str(high))]) - 1)) if high > 9 and low < 9 else self.between(low, high)
            if number < 100 or reserved(number) == self.held_out:
                return number

    def operands(self, *ranges):
        """Numbers of a calculation, drawn so that training and evaluation share no tuple of them."""
        while True:
            numbers = [self.between(low, min(high, 10 ** self.pick([1, 2, 2, 3]) - 1)) if high > 99 and low < 10 else self.between(low, high) for low, high in ranges]
            if reserved(sorted(numbers)) == self.held_out:
                return numbers

    def date(self):
        return f"20{self.between(10, 40)}-{self.between(1, 12):02d}-{self.between(1, 28):02d}"

    def time(self):
        return f"{self.between(0, 23)}:{self.pick(['00', '15', '30', '45'])}"

    def say(self, template, **slots):
        """A template with its slots filled. Its own words may come with a typing error, in lower case or without the mark at its end."""
        parts = re.split(r"(\{\w+\})", template)
        if self.chance(0.08) and parts[0][:1].isupper():
            parts[0] = parts[0][0].lower() + parts[0][1:]
        if self.chance(0.12):
            parts[-1] = parts[-1].rstrip(".?!。?")
        if self.chance(0.04):
            parts = [part if part.startswith("{") else part.lower() for part in parts]
        if self.chance(0.1):
            index = self.between(0, len(parts) - 1)
            if not parts[index].startswith("{"):
                parts[index] = self.typo(parts[index])
        text = "".join(parts)
        if self.chance(0.4):
            text = text.translate(FULL_WIDTH) if chinese(text) else text
        return text.format(**slots)

    def typo(self, text):
        spots = [match.start() for match in re.finditer(r"[A-Za-z]{4,}", text)]
        if not spots:
            return text
        at = self.pick(spots) + self.between(1, 2)
        kind = self.between(0, 2)
        if kind == 0:
            return text[:at] + text[at + 1:]
        return text[:at] + text[at] + text[at:] if kind == 1 else text[:at] + text[at + 1] + text[at] + text[at + 2:]
