"""What training and evaluation have in common: nothing, or this says what."""
from .. import mixture
from ..abilities import arithmetic, calculation, chat, documents, drills, facts, memory, outside, structured, systems, toolbox, tools, toolspecs
from ..words import Draw, reserved
from .. import words
from . import functions, lists, phrases
from .items import all_items


def overlaps(conversations=20_000):
    """Pairs of a kind and what both have."""
    training, evaluation = _vocabulary(), _evaluation()
    for kind in evaluation:
        for common in sorted(training[kind] & evaluation[kind]):
            yield kind, common
    asked = set()
    draw = Draw("overlap")
    for _ in range(conversations):
        asked |= {message["text"] for message in mixture.conversation(draw).messages if message["role"] == "user" and any(c.isdigit() for c in message["text"])}
    for item in all_items(40):
        text = item["messages"][-1].get("text", "") if item["messages"][-1]["role"] == "user" else ""
        if text in asked:
            yield "question", text
    for sample in (Draw("names"), Draw("names", held_out=True)):
        for name in (sample.word() for _ in range(2000)):
            if reserved(name) != sample.held_out:
                yield "made name", name


def _vocabulary():
    lists_of = {"word": [], "template": [], "function": []}
    for module in (words, toolbox, facts):
        for name, value in vars(module).items():
            if name in vars(lists) and isinstance(value, (list, dict)) and name not in ("ENGLISH_FACTS", "CHINESE_FACTS", "FILLERS", "CHINESE_FILLERS"):
                lists_of["word"] += list(value)
    lists_of["template"] += _templates(arithmetic.QUESTIONS.values()) + calculation.ASK + tools.FRAMES + tools.LOOKUPS + tools.SINGLE + tools.NOTHING + tools.JOINS + tools.BOTH + chat.REPEAT + drills.CHOOSE + drills.STYLE + drills.PLACES + drills.PAIRS + facts.FILLERS + facts.CHINESE_FILLERS + outside.QUESTIONS + outside.CHINESE_QUESTIONS
    lists_of["template"] += structured.ASK + structured.REQUEST + [text for text, _ in structured.SENTENCES] + _asked(memory.FACTS) + _asked(memory.CHINESE) + systems.FIXED
    lists_of["template"] += _templates(questions for questions, _ in chat.KNOWN) + _templates(form[-1] for form in facts.ENGLISH + facts.CHINESE) + _templates(form[-3] for form in facts.ENGLISH + facts.CHINESE)
    lists_of["template"] += _templates(spec["en"] + spec.get("zh", []) for spec in toolspecs.SPECS)
    lists_of["function"] += [spec["name"] for spec in toolspecs.SPECS] + calculation.NAMES + documents.SEARCHES
    return {kind: set(values) for kind, values in lists_of.items()}


def _evaluation():
    lists_of = {"word": [], "template": [], "function": []}
    for name, value in vars(lists).items():
        if name.isupper() and name not in ("ENGLISH_FACTS", "CHINESE_FACTS", "FRAMES", "LOOKUPS", "SINGLE", "NOTHING", "PROMPTS", "INSTRUCTIONS", "JOINS", "BOTH", "REPEAT", "FILLERS", "CHINESE_FILLERS", "OUTSIDE", "CHINESE_OUTSIDE", "CALCULATORS", "SEARCHES"):
            lists_of["word"] += list(value)
    lists_of["template"] += lists.FRAMES + lists.LOOKUPS + lists.SINGLE + lists.NOTHING + lists.JOINS + lists.BOTH + lists.REPEAT + lists.FILLERS + lists.CHINESE_FILLERS + lists.OUTSIDE + lists.CHINESE_OUTSIDE + lists.PROMPTS + phrases.CALCULATIONS + phrases.JSON_ASK + phrases.JSON_REQUEST
    lists_of["template"] += _templates(phrases.PROBLEMS.values()) + _templates(phrases.KNOWN.values()) + [text for text, _ in phrases.SENTENCES] + _asked(phrases.FACTS) + _asked(phrases.CHINESE_FACTS)
    lists_of["template"] += _templates(form[-1] for form in lists.ENGLISH_FACTS + lists.CHINESE_FACTS) + _templates(form[-3] for form in lists.ENGLISH_FACTS + lists.CHINESE_FACTS)
    lists_of["template"] += _templates(spec["en"] for spec in functions.SPECS)
    lists_of["function"] += [spec["name"] for spec in functions.SPECS] + lists.CALCULATORS + lists.SEARCHES
    return {kind: set(values) for kind, values in lists_of.items()}


def _templates(groups):
    return [text for group in groups for text in group]


def _asked(table):
    return [text for told, asked in table.values() for text in told + asked]
