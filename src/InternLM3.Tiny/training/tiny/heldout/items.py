"""The items: conversations up to an answer, and how that answer is judged."""
from ..abilities import arithmetic, calculation, chat, documents, memory, outside, structured, systems, toolbox, tools
from ..messages import Conversation
from ..words import Draw
from . import functions, lists, phrases

LISTS = {name: value for name, value in vars(lists).items() if name.isupper()} | {"SPECS": functions.SPECS}


def all_items(count, seed=20261128):
    """About `count` items of each ability; the same for the same seed."""
    for ability, make in ABILITIES:
        draw, made = Draw(f"{seed} {ability}", held_out=True, lists=LISTS), 0
        while made < count:
            for item in make(draw):
                yield {"ability": ability} | item
                made += 1


def item(conversation, expected, upto=None, **more):
    """A conversation cut before the message with this index; without one, as it is."""
    return {name: value for name, value in dict(
        system=conversation.system, tools=conversation.offered, thinking=conversation.thinking, messages=conversation.messages[:upto], expect=expected, **more).items() if value not in (None, [])}


def calls(draw):
    conversation = tools.conversation(draw)
    for i, message in enumerate(conversation.messages):
        if "calls" in message:
            yield item(conversation, {"calls": message["calls"]}, i)
            return


def two_calls(draw):
    conversation = tools.two(draw)
    for i, message in enumerate(conversation.messages):
        if len(message.get("calls", [])) == 2:
            yield item(conversation, {"calls": message["calls"]}, i)


def results(draw):
    asked = tools.request(draw)
    given, answer = tools.result(draw, asked)
    conversation = Conversation(system=systems.maybe(draw), tools=tools.offer(draw, asked.tool)).user(asked.text).call(asked.call).result(given)
    yield item(conversation, {"contains": values(given)})


def values(given):
    """What of a result an answer has to say."""
    import json
    try:
        value = json.loads(given)
    except ValueError:
        return [given.removeprefix("Error:").strip(" .")]
    value = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return [part if isinstance(part, str) else json.dumps(part) for one in value for part in (one if isinstance(one, list) else [one])]


def no_call(draw):
    conversation = Conversation(system=systems.maybe(draw), tools=tools.offer(draw, toolbox.other(draw)))
    if any("expression" in str(tool) for tool in conversation.offered):
        return
    if draw.chance(0.3):
        asked = tools.request(draw)
        if all(asked.noun.lower() not in tool["name"].lower() for tool in conversation.offered):
            yield item(conversation.user(asked.text), {"calls": []})
        return
    conversation.then(draw.pick([outside.turn, lambda d: chat.turn(d, known())])(draw))
    yield item(conversation, {"calls": []}, -1)


def calculator(draw):
    conversation = calculation.with_tool(draw, phrases.CALCULATIONS)
    for i, message in enumerate(conversation.messages):
        if "calls" in message:
            yield item(conversation, {"calls": message["calls"]}, i)
            return


def thinking(language):
    def make(draw):
        question, _, answer = arithmetic.problem(draw, language, arithmetic.KINDS[draw.between(0, 6)], phrases.PROBLEMS)
        yield item(Conversation(thinking=8192).user(question), {"boxed": str(answer)})
    return make


def direct(draw):
    conversation = calculation.direct(draw, phrases.CALCULATIONS)
    answer = conversation.messages[-1]["text"]
    if answer != calculation.TOO_HARD and any(sign in conversation.messages[0]["text"] for sign in "+-*/"):
        yield item(conversation, {"number": answer.split("= ")[-1].rstrip(".。")}, -1)


def documents_of(vain):
    def make(draw):
        library = documents.Library(draw, draw.chance(0.2), draw.between(2, 6), draw.pick([1, 1, draw.between(2, 9)]))
        asked, _, right = library.ask_in_vain() if vain else library.ask()
        expected = {"declines": True} if vain else {"contains": [right[0]], "cites": right[1]}
        instruction = draw.pick(lists.INSTRUCTIONS)
        if draw.chance(0.5):
            yield item(Conversation(system=instruction).user(f"Documents:\n{library}\n\nQuestion: {asked}"), expected)
        else:
            tool = documents.search_tool(draw)
            parameter = next(iter(tool["parameters"]["properties"]))
            yield item(Conversation(system=instruction, tools=[tool]).user(asked).call((tool["name"], {parameter: asked.rstrip("?.？。")})).result(str(library)), expected)
    return make


def remembered(draw):
    conversation = memory.facts(draw, phrases.FACTS, phrases.CHINESE_FACTS)
    answer = conversation.messages[-1]["text"]
    yield item(conversation, {"contains": [answer.split(" is ")[-1].rstrip(".") if " is " in answer else answer.split("是")[-1].rstrip("。")]}, -1)


def structure(draw):
    import json
    conversation = structured.line(draw, phrases.FIELDS, phrases.JSON_ASK) if draw.chance(0.6) else structured.sentence(draw, phrases.SENTENCES, phrases.JSON_REQUEST)
    yield item(conversation, {"json": json.loads(conversation.messages[-1]["text"])}, -1, format=draw.chance(0.5) or None)


def known():
    return [(questions, next(answer for _, answer in chat.KNOWN if answer.startswith(start))) for start, questions in phrases.KNOWN.items()]


def known_questions(draw):
    conversation = Conversation(system=systems.maybe(draw, 0.4)).then(chat.turn(draw, known()))
    yield item(conversation, {"equals": conversation.messages[-1]["text"]}, -1)


def outside_in(chinese):
    def make(draw):
        yield item(Conversation(system=systems.maybe(draw, 0.4)).then(outside.turn(draw, chinese)), {"equals": outside.CHINESE if chinese else outside.ENGLISH}, -1)
    return make


def repeated(draw):
    conversation = chat.repeat(draw)
    yield item(conversation, {"equals": conversation.messages[-1]["text"]}, -1)


ABILITIES = [
    ("tool call", calls), ("two calls in one turn", two_calls), ("result used", results), ("no call when none fits", no_call), ("calculator call", calculator),
    ("thinking, English", thinking("en")), ("thinking, Chinese", thinking("zh")), ("arithmetic in the head", direct),
    ("documents, right citation", documents_of(False)), ("documents, declined", documents_of(True)), ("memory", remembered), ("JSON", structure), ("known questions", known_questions),
    ("outside, English", outside_in(False)), ("outside, Chinese", outside_in(True)), ("repeating", repeated),
]
