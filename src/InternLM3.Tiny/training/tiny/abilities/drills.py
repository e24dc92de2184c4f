"""Exercises in which nearly every word of an answer stands in the question and has to be found there: copies, ways to write a name, places in a list, pairs."""
from .. import words
from ..messages import Conversation
from . import chat, documents, facts, systems, toolbox, tools

STYLE = ["As {s}: {i}", "Write {i} as {s}.", "{s}, please: {i}", "Rename to {s}: {i}", "改成 {s}:{i}"]
PLACES = ["In which passage is each of these? {}", "Find the numbers of: {}", "Where do these stand: {}", "Cite: {}", "Number each of {}.", "这些在哪一段? {}"]
PAIRS = ["Give me {}.", "Look up: {}", "What belongs to {}?", "{}?", "Values of {}, please.", "查一下 {}"]
STYLES = {"snake_case": "_".join, "kebab-case": "-".join, "words": " ".join, "PascalCase": lambda parts: "".join(part.capitalize() for part in parts),
          "camelCase": lambda parts: parts[0] + "".join(part.capitalize() for part in parts[1:])}
CHOOSE = ["{v} {n}", "{v} the {n}", "Which one can {v} a {n}?", "I want to {v} the {n}.", "The function that would {v} this {n}?", "{n}: {v}", "Name what can {v} {n}."]
UNKNOWN = "unknown"
# Plain words, which the made ones do not cover.
PLAIN = sorted({word.strip(".,") for text in facts.FILLERS for word in text.split() if "{" not in word})


def fragment(draw):
    """Parts of words in an order no word has them."""
    while True:
        text = "".join(draw.pick([draw.pick(words.HEADS), draw.pick(words.TAILS), draw.pick(words.CONSONANTS), draw.pick(words.VOWELS), draw.pick("abcdefghijklmnopqrstuvwxyz")]) for _ in range(draw.between(2, 5)))
        if not words.reserved(text):
            return draw.pick([text, text, text.capitalize(), text.upper()]) if len(text) < 7 else text


def piece(draw):
    return draw.pick([draw.word, draw.word, draw.name, lambda: fragment(draw), lambda: fragment(draw), lambda: draw.pick(PLAIN), lambda: draw.pick(draw.list("GOODS")), lambda: str(draw.number(0, 9999)), draw.city, lambda: draw.han(draw.between(1, 3))])()


def distinct(draw, make, count):
    found = []
    while len(found) < count:
        if (one := make()) not in found:
            found.append(one)
    return found


def about(draw, shown, turns):
    """Questions and answers in turn about what the first of them shows."""
    conversation = Conversation(system=systems.maybe(draw, 0.1))
    for i, (question, answer) in enumerate(turns):
        conversation.user(f"{shown}\n\n{question}" if i == 0 else question).answer(answer)
    return conversation


def copies(draw):
    conversation = Conversation(system=systems.maybe(draw, 0.1))
    for _ in range(draw.between(2, 5)):
        mark = draw.pick([" ", " ", " ", ", ", "; ", "-", "_", "/", ". ", "\n"])
        text = mark.join(piece(draw) for _ in range(draw.between(2, 16)))
        conversation.user(draw.pick(chat.REPEAT).format(text)).answer(text)
    return conversation


def styles(draw):
    """One name in the ways functions and parameters are written, so that `ArchivePermit` and `archive permit` are the same."""
    conversation = Conversation(system=systems.maybe(draw, 0.1))
    for _ in range(draw.between(2, 4)):
        given, wanted = draw.sample(STYLES, 2)
        names = [[draw.pick([draw.word, draw.word, lambda: draw.pick(PLAIN).lower(), lambda: draw.pick(draw.list("GOODS"))])() for _ in range(draw.between(2, 3))] for _ in range(draw.between(2, 6))]
        conversation.user(draw.pick(STYLE).format(s=wanted, i=", ".join(map(STYLES[given], names)))).answer(", ".join(map(STYLES[wanted], names)))
    return conversation


def places(draw, words=(1, 1, 1, 2, 2, 3, 5), named=False):
    """
    Words of passages and the numbers of these, or the names in front of them, or none where no passage has the word. To look left from
    what was found is learned last of all; where one word follows the number it is nearest.
    """
    count, first = draw.between(2, 9), draw.pick([1, 1, draw.between(2, 12)])
    make = draw.pick([piece, lambda draw: draw.pick(PLAIN)])
    found = distinct(draw, lambda: make(draw), count * draw.pick(words) + 6)
    missing, found = found[:6], found[6:]
    passages = [found[i::count] for i in range(count)]
    if named:
        labels = distinct(draw, draw.pick([draw.name, draw.word, lambda: draw.word().capitalize()]), count)
        mark, space, stop = draw.pick([" ", " ", "-", "_", ": ", " has "]), " ", draw.pick(["\n", ", ", "; "])
    else:
        labels, mark, space, stop = [f"[{first + i}]" for i in range(count)], " ", draw.pick([" ", ", ", ". "]), "\n"
    belongs = {word: label for label, passage in zip(labels, passages) for word in passage} | {word: UNKNOWN for word in missing}
    shown = stop.join(f"{label}{mark}{space.join(passage)}" for label, passage in zip(labels, passages))
    turns = []
    for _ in range(draw.between(1, 3)):
        asked = draw.shuffled(draw.sample(found, min(len(found), draw.between(3, 10))) + draw.sample(missing, draw.between(0, 3)))
        turns.append((draw.pick(PLACES).format(", ".join(asked)), ", ".join(f"{word} {belongs[word]}" for word in asked)))
    return about(draw, shown, turns)


def numbers(draw):
    """The nearest places: numbered passages of one or two words."""
    return places(draw, (1, 1, 2))


def names(draw):
    """Names in front of one or two words, as a plugin's stands before a function's."""
    return places(draw, (1, 1, 2), named=True)


def pairs(draw):
    """Names and what stands beside them, or nothing where a name is not among them."""
    known = distinct(draw, lambda: piece(draw), draw.between(4, 16))
    missing, known = known[:2], known[2:]
    values = {name: " ".join(piece(draw) for _ in range(draw.pick([1, 1, 2, 3]))) for name in known}
    mark = draw.pick([" = ", ": ", " is ", " is called ", " has ", "是"])
    shown = draw.pick(["\n", ", ", ". "]).join(f"{name}{mark}{value}" for name, value in values.items())
    values |= {name: UNKNOWN for name in missing}
    turns = []
    for _ in range(draw.between(1, 3)):
        asked = draw.shuffled(draw.sample(known, min(len(known), draw.between(1, 6))) + draw.sample(missing, draw.pick([0, 1, 1, 2])))
        turns.append((draw.pick(PAIRS).format(", ".join(asked)), ", ".join(f"{name}: {values[name]}" for name in asked)))
    return about(draw, shown, turns)


def known(draw):
    """One name at a time: what stands beside it, or that nothing does."""
    make = draw.pick([piece, lambda draw: draw.pick(PLAIN), lambda draw: draw.word()])
    names = distinct(draw, lambda: make(draw), draw.between(2, 8) + 6)
    missing, names = names[:6], names[6:]
    values, mark = {name: piece(draw) for name in names}, draw.pick([" = ", ": ", " is "])
    shown = draw.pick(["\n", ", ", ". "]).join(f"{name}{mark}{value}" for name, value in values.items())
    asked = [draw.pick(names if draw.chance(0.5) else missing) for _ in range(draw.between(6, 10))]
    return about(draw, shown, [(f"{name}?", values.get(name, documents.UNKNOWN)) for name in asked])


def functions(draw):
    """Which of several functions' names says what is asked for; its first word is found from its last ones. Neighbours share a verb or a noun; hardest is where all have one verb and a plugin's name in front."""
    verb, does = toolbox.part(draw, "VERBS") if draw.chance(0.5) else None, []
    for _ in range(draw.between(2, 7)):
        pair = verb or toolbox.part(draw, "VERBS"), draw.word() if draw.chance(0.3) else draw.pick(toolbox.NOUNS)
        near = draw.pick(does) if does and draw.chance(0.4) else pair
        does.append(draw.pick([(near[0], pair[1]), (pair[0], near[1])]))
    does = list(dict.fromkeys(does))
    called = {}
    for pair in draw.shuffled(does):
        called[pair] = f"{draw.name()}{draw.pick('-_')}{toolbox.function_name(draw, *pair, prefixed=False)}" if verb else toolbox.function_name(draw, *pair)
    shown = draw.pick([", ", "\n", "; "]).join(called.values())
    turns = []
    for _ in range(draw.between(5, 10)):
        pair = draw.pick(does) if draw.chance(0.8) else (verb or toolbox.part(draw, "VERBS"), draw.pick(toolbox.NOUNS))
        turns.append((draw.say(draw.pick(CHOOSE), v=pair[0], n=pair[1].replace("_", " ")), called.get(pair, tools.NO_TOOL)))
    return about(draw, shown, turns)
