#!/usr/bin/env python3
"""Writes lines of mixed text: corpus.py train|lines COUNT. The same lines for the same arguments, on every machine."""
import random
import sys

ENGLISH = """the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you were all her she there would their we him been has when who will no more if out so said what up its about than into them can
only other time new some could these two may first then do any like my now over such our man me even most made after also did
many off before must well back through years where much your way down should because long each just state those people too mr
how little good world make very year still see own work men day get here old life both between being under three never know
same last another while us might great go come since against right came take used himself few house american use place during
high without again home around small however found thought went say part once general upon school every""".split()
CHINESE = ("的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然"
           "家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机"
           "十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西")
CODE = ["public static void Main(string[] args)", "{", "}", "    return x + 1;", "for (int i = 0; i < n; i++)",
        "\tif (a == b) { c(); }", "def f(x, y=None):", "        print(f\"{x!r}\")", "// a comment", "#include <stdio.h>",
        "SELECT * FROM t WHERE id = 42;", "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Paris\"}}", "a->b[0] = ~c & 0xFF;"]
SPELLED = ["<|im_start|>user", "<|im_end|>", "</s>", "<s>", "<unk>", "<0x0A>", "<0x41>", "<ctl>", "<2ja>", "<tag>", "<pad>", "ABCDE F", " C DAB C",
           "Bx<x>A", "CC", "E \tD"]
EMOJI = ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇫🇷", "❤️", "🤷🏻‍♀️", "1️⃣", "🧑‍💻"]
COMBINING = ["e\u0301", "a\u0300\u0323", "n\u0303", "o\u0308\u0301", "\u1100\u1161\u11a8", "\uac00", "क्षि", "ก็", "Z\u0351\u036b\u0343", "A\u030a"]
CONTROL = [chr(c) for c in [*range(0, 10), *range(11, 13), *range(14, 32), 0x7F, 0x80, 0x85, 0x9F, 0xAD, 0x200B, 0x200C, 0x200D,
                            0x200E, 0x2028, 0x2029, 0x2060, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF]]
SPACES = [" ", "  ", "   ", "\t", "\t\t", "        ", "\u00a0", "\u3000", "\u2003", "\u202f", "\u2581", "\u2581\u2581", " \u2581 "]
WIDTHS = ["ＡＢＣ", "１２３", "ｱｲｳ", "ﾊﾞﾋﾟ", "ガギグ", "！？", "￥", "（全角）", "ﬁﬂ", "①②", "㎏", "½", "Ⅷ", "™", "…", "ﷺ", "㍿", "Å", "ǆ",
          "ſ", "İ", "ß", "ΣΑΣ"]
OTHER = ["Привет мир", "Ελληνικά", "שלום", "مرحبا", "こんにちは世界", "カタカナ", "한국어", "ไทย", "हिन्दी", "ქართული", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
         "𐍈", "𠮷野家", "\U000e0001", "\U0010ffff", "naïve café", "Größe", "e=mc²", "x₁", "∑∫√", "“quotes”", "—–-"]
MARKS = "abcdefghijklmnopqrstuvwxyz.,;:!?-_/\\'\"()[]{}<>|@#$%^&*+=~`"
RANGES = [(0x20, 0x2FF), (0x300, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF)]


def word(r: random.Random) -> str:
    text = r.choice(ENGLISH)
    return text.capitalize() if r.random() < 0.15 else text.upper() if r.random() < 0.05 else text


def chinese(r: random.Random) -> str:
    return "".join(r.choice(CHINESE) for _ in range(r.randint(1, 12)))


def common(r: random.Random) -> str:
    kind = r.random()
    return (word(r) if kind < 0.6 else chinese(r) if kind < 0.8 else str(r.randint(0, 10 ** r.randint(1, 9))) if kind < 0.88
            else r.choice(CODE) if kind < 0.96 else r.choice(EMOJI + WIDTHS + OTHER))


def rare(r: random.Random) -> str:
    kind = r.randrange(8)
    if kind == 6:
        return "".join(r.choice(MARKS) for _ in range(r.randint(1, 15)))
    if kind == 7:
        return chr(r.randint(*r.choice(RANGES)))
    return r.choice([SPELLED, EMOJI, COMBINING, CONTROL, SPACES, WIDTHS + OTHER][kind])


def line(r: random.Random, rareness: float) -> str:
    text = ""
    for _ in range(r.choice([0, 1, 1, 2, 3, 5, 8, 12, 20])):
        text += rare(r) if r.random() < rareness else common(r)
        text += "" if r.random() < 0.2 else " " if r.random() < 0.95 else "  "
    if r.random() < 0.1:
        text = r.choice(SPACES) + text
    text = text if r.random() < 0.2 else text.rstrip(" ")
    return text.replace("\n", "").replace("\r", "")


def main() -> None:
    what, count = sys.argv[1], int(sys.argv[2])
    r = random.Random(what)
    for _ in range(count):
        sys.stdout.buffer.write((line(r, 0.35 if what == "lines" else 0) + "\n").encode())


main()
