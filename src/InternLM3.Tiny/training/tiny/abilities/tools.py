"""Function calls of every form: which function, which arguments, several at once, none, and what is said with the results."""
import re

from ..messages import Conversation, dumps
from ..words import chinese
from . import calculation, chat, documents, memory, outside, structured, systems, toolbox
from .toolspecs import SPECS

FRAMES = ["{V} the {n} for {i}.", "{V} the {n} for {i}.", "{V} the {n} with {i}.", "Please {v} the {n} with {i}.", "Can you {v} the {n} for {i}?", "I want you to {v} the {n}: {i}", "{V} {n}: {i}",
          "I need to {v} the {n}, {i}.", "{V} {n} {i}", "{V} a {n} with {i}.", "Could you {v} the {n} where {i}?", "Use {f} with {i}.", "Call {f} with {i}.", "Please {v} a {n} ({i}).",
          "请调用 {f},{i}。", "Hi, {v} the {n} for {i}, please.", "You should {v} the {n} with {i}.", "Let us {v} the {n} for {i}.", "I'd like to {v} a {n} with {i}.", "{V} my {n} for {i}.", "Now {v} the {n}: {i}.",
          "{V} the {n} and use {i}.", "For {i}, {v} the {n}.", "With {i}, please {v} the {n}.", "The next thing is to {v} the {n} with {i}.", "{V} one {n}, {i}.", "Be so kind and {v} the {n}: {i}.", "Task: {v} a {n}, {i}.", "Somebody has to {v} the {n} with {i}.", "It is time that you {v} the {n} for {i}.", "Please {v} this {n} for {i}, thank you.", "用 {f},{i}。"]
LOOKUPS = ["What is the {n} for {i}?", "Tell me the {n} for {i}.", "I would like to know the {n} with {i}.", "Which {n} is there for {i}?", "The {n} for {i}, please.", "What {n} do you have for {i}?", "I need the {n} for {i}.", "Is there a {n} with {i}?", "Can I see the {n} for {i}?", "Let me know the {n} for {i}."]
SINGLE = ["{V} the {n} of {i}.", "{V} the {n} for {i}.", "{V} the {n} {i}.", "Please {v} the {n} of {i}.", "{V} {i}'s {n}.", "{n} of {i}?", "What is the {n} of {i}?", "I need the {n} for {i}.", "Can you {v} the {n} of {i}?", "Tell me the {n} of {i}.", "The {n} of {i}, please.", "Now the {n} for {i}.", "Is there a {n} for {i}?", "{i}: {v} the {n}."]
NOTHING = ["{V} the {n}.", "Please {v} the {n}.", "Can you {v} the {n}?", "{V} the {n} now.", "I want to {v} the {n}.", "Could you {v} the {n}, please?", "Time to {v} the {n}."]
JOINS = [" and then ", ". Then ", ", and ", ". Also, ", ". After that, ", " and also ", ". And ", "; then "]
BOTH = ["Get the {n} for {l} {a} and for {l} {b}.", "{n} for {a} and for {b}, please.", "What is the {n} for {a} and for {b}?", "I need the {n} for {l} {a} and for {l} {b}.", "Show me the {n} of {a} and of {b}.",
        "The {n} of both {a} and {b}, please.", "{n} of {a} and {b}?", "Tell me the {n} for {a} and the {n} for {b}."]
NO_TOOL, NO_TOOL_CHINESE = "None of my tools can do that.", "我没有合适的工具。"
SLOT = re.compile(r"\{(\w+)\}")
LABELS = ["{l} {v}", "{l} {v}", "{l} {v}", "{l} = {v}", "{l}: {v}", "the {l} {v}", "{l} is {v}", "{p} {v}", "{p}={v}"]
# Values before their names, and without, where the kinds of the parameters tell which is whose.
MORE_LABELS, BARE = LABELS + ["{v} {l}", "{v} as {l}", "{v} for the {l}"], "{v}"


class Request:
    """A question, the call it asks for, the function, and the noun its answer speaks of."""

    def __init__(self, text, tool, arguments, noun, action, result=None):
        self.text, self.tool, self.arguments, self.noun, self.action, self.result = text, tool, arguments, noun, action, result

    @property
    def call(self):
        return self.tool["name"], self.arguments


def generic(draw, count=None):
    """A function whose verb, noun and parameters are drawn apart from each other, so that only reading it helps; gives requests for it."""
    verb = toolbox.part(draw, "VERBS")
    noun = draw.word() if draw.novel(0.3, 0.12) else draw.pick(draw.list("NOUNS") or toolbox.NOUNS)
    count = count if count is not None else draw.pick([0, 1, 1, 1, 2, 2, 3, 4])
    parameters = list({p.label(): p for p in (toolbox.parameter(draw, noun, i > 0 and draw.chance(0.25)) for i in range(count))}.values())
    tool = toolbox.declare(draw, toolbox.function_name(draw, verb, noun), toolbox.about(draw, verb, noun), parameters)

    def ask():
        given = [p for p in parameters if not (p.optional and draw.chance(0.5))]
        arguments = {p.name: toolbox.value(draw, p) for p in given}
        return Request(_words(draw, verb, noun, tool["name"], given, arguments), tool, arguments, noun, verb in toolbox.ACTIONS)
    return ask


def _words(draw, verb, noun, function, given, arguments):
    frames = draw.list("FRAMES") or FRAMES
    slots = dict(V=verb.capitalize(), v=verb, n=noun.replace("_", " "), f=function)
    if not given:
        return draw.say(draw.pick(draw.list("NOTHING") or NOTHING), **slots)
    if len(given) == 1 and given[0].kind == "string" and not given[0].options and draw.chance(0.35):
        return draw.say(draw.pick(draw.list("SINGLE") or SINGLE), i=arguments[given[0].name], **slots)
    label = draw.pick(LABELS if draw.held_out else MORE_LABELS)
    if not draw.held_out and draw.chance(0.3) and len({_looks(p) for p in given}) == len(given) and all(p.kind != "boolean" for p in given):
        label = BARE
    order = given if draw.chance(0.75) else draw.shuffled(given)
    items = [label.format(l=p.label(), p=p.name, v=toolbox.spoken(draw, arguments[p.name])) for p in order]
    joined = ", ".join(items[:-1]) + (" and " if len(items) > 1 else "") + items[-1] if draw.chance(0.6) else draw.pick([" and ", ", "]).join(items)
    frame = draw.pick(draw.list("LOOKUPS") or LOOKUPS) if verb in ("get", "find", "show", "check", "fetch", "retrieve", "lookup") and draw.chance(0.35) else draw.pick(frames)
    return draw.say(frame, i=joined, **slots)


def _looks(parameter):
    """What tells a value from others where no name does."""
    return tuple(parameter.options) if parameter.options else parameter.kind.replace("integer", "number")


def specified(draw):
    """One of the functions people write; gives requests as people ask."""
    spec = draw.pick(draw.list("SPECS") or SPECS)
    language = "zh" if "zh" in spec and draw.chance(0.3) else "en"
    first = draw.pick(spec[language])
    parameters = []
    for p in spec["parameters"](draw):
        said = f"{{{p.name}}}" in first
        # The function does without what this request does not say, or it is optional.
        if said or draw.chance(0.5):
            parameters.append(toolbox.Parameter(p.name, p.kind, p.description if draw.chance(0.75) else None, p.options, p.optional or not said, p.default))
    verb, noun = spec["name"].split(" ", 1)
    tool = toolbox.declare(draw, toolbox.function_name(draw, verb, noun.replace(" ", "_")), draw.pick(spec["about"]), parameters)
    names, needed = {p.name for p in parameters}, {p.name for p in parameters if not p.optional}
    fitting = [template for template in spec[language] if needed <= (slots := set(SLOT.findall(template))) <= names]

    def ask():
        template, arguments, slots = draw.pick(fitting), {}, {}
        for p in parameters:
            if f"{{{p.name}}}" in template:
                arguments[p.name] = draw.han(2) if language == "zh" and p.kind == "string" and not p.options else toolbox.value(draw, p)
                slots[p.name] = toolbox.spoken(draw, arguments[p.name])
        return Request(draw.say(template, **slots), tool, arguments, spec["noun"], verb in toolbox.ACTIONS, spec["result"](draw))
    return ask


def function(draw):
    """A function; calling what this gives draws a request for it."""
    return specified(draw) if draw.chance(0.45) else generic(draw)


def request(draw):
    return function(draw)()


def offer(draw, *tools):
    """The functions on offer, others among them; no name twice."""
    names, offered = {tool["name"] for tool in tools}, list(tools)
    for _ in range(draw.pick([0, 0, 1, 1, 2]) if len(tools) < 2 else 0):
        # A neighbour shares the verb or the noun, so that half a name is not enough.
        tool = calculation.calculator(draw)[0] if draw.chance(0.15) else toolbox.other(draw)
        if tool["name"] not in names and len(offered) < 3:
            names.add(tool["name"])
            offered.append(tool)
    return draw.shuffled(offered)


def result(draw, request):
    """What a function gives, and the answer that uses it."""
    noun = request.noun.replace("_", " ")
    value = request.result if request.result is not None and draw.chance(0.8) else draw.pick([
        lambda: f"{draw.word()} {draw.number()}", lambda: draw.words(1, 3), draw.number, lambda: float(f"{draw.number(1, 99)}.{draw.between(1, 9)}"), lambda: draw.pick(["ok", "done", "sent", "saved"]),
        lambda: {noun: draw.word()}, lambda: {field: structured.value(draw, field) for field in draw.sample(structured.FIELDS, draw.pick([1, 2, 2, 3]))}, lambda: draw.chance(0.5),
        lambda: [draw.name() for _ in range(draw.pick([1, 2, 3]))], lambda: f"Error: {draw.words(1, 3)}."])()
    return value if isinstance(value, str) else dumps(value), said(value, noun, request.action)


def said(value, noun, action):
    if isinstance(value, dict):
        return ", ".join(f"{'The' if i == 0 else 'the'} {key} is {scalar(item)}" for i, (key, item) in enumerate(value.items())) + "."
    if isinstance(value, str) and value.startswith("Error:"):
        return f"The call failed: {value[6:].strip()}"
    if isinstance(value, str) and value.endswith("."):
        return value
    return f"Done: {scalar(value)}." if action else f"The {noun} is {scalar(value)}."


def scalar(value):
    return ", ".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str) else dumps(value)


def declined(asked):
    """What is said to a request that no function fits, in its language."""
    return NO_TOOL_CHINESE if chinese(asked.text) else NO_TOOL


def conversation(draw):
    """One to three functions, and requests for them in turn: what was read of the functions serves several calls."""
    asks = [function(draw) for _ in range(draw.pick([1, 1, 2, 2, 3]))]
    tools = list({asked.tool["name"]: asked.tool for asked in (ask() for ask in asks)}.values())
    turns = Conversation(system=systems.maybe(draw), tools=offer(draw, *tools))
    if draw.chance(0.08):
        turns.then(chat.turn(draw))
    for _ in range(draw.pick([1, 2, 3, 4])):
        asked = draw.pick(asks)()
        if asked.tool in turns.offered:
            given, answer = result(draw, asked)
            turns.user(asked.text).call(asked.call).result(given).answer(answer)
    return turns.then(chat.turn(draw)) if draw.chance(0.06) or not turns.messages else turns


def choice(draw):
    """Several functions of few parameters, and many requests: which function it is, is one token of a call, and the hardest to learn."""
    asks = [generic(draw, count=draw.pick([0, 0, 1])) for _ in range(draw.between(2, 5))]
    offered = {asked.tool["name"]: asked for asked in (ask() for ask in asks)}
    turns = Conversation(system=systems.maybe(draw, 0.2), tools=draw.shuffled([asked.tool for asked in offered.values()]))
    for _ in range(draw.between(4, 8)):
        asked = draw.pick(asks)() if draw.chance(0.85) else generic(draw, count=0)()
        if asked.tool in turns.offered:
            turns.user(asked.text).call(asked.call).result("ok").answer(said("ok", asked.noun.replace("_", " "), asked.action))
        elif all(asked.noun.lower() not in name.lower() for name in offered):
            turns.user(asked.text).answer(declined(asked))
    return turns if turns.messages else conversation(draw)


def two(draw):
    """Two calls in one turn: of one function for two values, or of two functions."""
    if draw.chance(0.5):
        first, second = request(draw), request(draw)
        if first.tool["name"] == second.tool["name"]:
            return conversation(draw)
        head, tail = first.text.rstrip(".?!"), second.text
        text = head + draw.pick(draw.list("JOINS") or JOINS) + tail[0].lower() + tail[1:]
        offered = offer(draw, first.tool, second.tool)
    else:
        first = generic(draw, count=1)()
        parameters = list(first.arguments)
        if len(parameters) != 1 or not isinstance(first.arguments[parameters[0]], str):
            return conversation(draw)
        name, noun = parameters[0], first.noun
        values = [first.arguments[name], toolbox.one(draw, name, "string")]
        label = toolbox.Parameter(name, "string").label()
        text = draw.say(draw.pick(draw.list("BOTH") or BOTH), n=noun.replace("_", " "), l=label, a=values[0], b=values[1])
        second = Request("", first.tool, {name: values[1]}, noun, first.action)
        offered = offer(draw, first.tool)
    turns = Conversation(system=systems.maybe(draw), tools=offered).user(text).call(first.call, second.call)
    answers = []
    for asked in (first, second):
        given, answer = result(draw, asked)
        turns.result(given)
        answers.append(answer)
    return turns.answer(" ".join(answers))


def none(draw):
    """Functions are there and none is asked for."""
    tools = [tool for tool in offer(draw, documents.search_tool(draw) if draw.chance(0.2) else toolbox.other(draw)) if "expression" not in dumps(tool).lower()]
    conversation = Conversation(system=systems.maybe(draw), tools=tools)
    turn = draw.pick([chat.small_talk, chat.small_talk, outside.question, outside.question, memory.facts, structured.request, calculation.direct])(draw)
    return conversation.then(turn)


def unfit(draw):
    """Something is asked for that no function on offer does."""
    asked = request(draw)
    tools = [tool for tool in offer(draw, toolbox.other(draw)) if asked.noun.lower() not in tool["name"].lower()]
    if not tools or "expression" in dumps(tools):
        return none(draw)
    return Conversation(system=systems.maybe(draw), tools=tools).user(asked.text).answer(declined(asked))
