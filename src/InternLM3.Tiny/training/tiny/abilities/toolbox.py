"""Functions as Microsoft.Extensions.AI and Semantic Kernel describe them, and values for their parameters."""
import re

VERBS = "get find show check open read list fetch create send delete update cancel book convert count save search start stop add remove print rate share".split()
ACTIONS = {"create", "send", "delete", "update", "cancel", "book", "save", "start", "stop", "add", "remove", "share", "print", "submit", "archive", "rename", "schedule", "assign"}
NOUNS = """weather time price status order balance report note ticket flight recipe score map news email file event task invoice account contact meeting reminder playlist song
    movie room table package route stock rate temperature calendar comment photo message list product review user record alarm timer bill budget letter profile""".split()
PLUGINS = "Weather Clock Shop Office Travel Music Home Bank Mail Calendar Files Notes Kitchen Sports Store Tools Data System Team Library MyPlugin".split()
STRINGS = "city name query text title message user email language country address subject topic author category brand location code symbol folder owner department station street".split()
INTEGERS = "count id limit page year level days hours quantity seats floor size_kb user_id order_id rank age".split()
NUMBERS = "amount price weight ratio rate distance height temperature budget score_min".split()
BOOLEANS = "urgent private active notify express verbose include_tax weekly shared visible".split()
ARRAYS = "tags items names cities colors guests keywords".split()
INTEGER_ARRAYS = "ids values numbers scores".split()
ENUMS = {"unit": ["celsius", "fahrenheit", "kelvin"], "color": ["red", "green", "blue", "black"], "size": ["small", "medium", "large"], "lang": ["en", "zh", "fr", "de"],
         "priority": ["low", "normal", "high"], "format": ["pdf", "html", "csv"], "sort": ["ascending", "descending"], "status": ["open", "closed", "pending"], "mode": ["fast", "slow"],
         "Unit": ["Celsius", "Fahrenheit"], "Level": ["Beginner", "Advanced", "Expert"], "Kind": ["Public", "Private"], "day": ["monday", "tuesday", "friday", "sunday"],
         "class": ["economy", "business", "first"]}
DESCRIPTIONS = ["The {p}.", "the {p} to use", "{p} value", "Which {p}", "{p}", "The {p} of the {n}.", "A {p}, for example {w}.", "The {p} as text.", "Name of the {p}.", "The {p} the {n} is for."]
THIRD = {"get": "Gets", "find": "Finds", "search": "Searches", "fetch": "Fetches", "cancel": "Cancels"}


class Parameter:
    def __init__(self, name, kind, description=None, options=None, optional=False, default=None):
        self.name, self.kind, self.description, self.options, self.optional, self.default = name, kind, description, options, optional, default

    def label(self):
        """As people write it: `userId` and `user_id` are `user id`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name).replace("_", " ").lower()


def declare(draw, name, description, parameters):
    """A function as one of three writers describes it: Microsoft.Extensions.AI, Semantic Kernel, a person."""
    writer = draw.pick(["extensions", "extensions", "kernel", "person"])
    properties = {parameter.name: _property(draw, parameter, writer) for parameter in parameters}
    required = [parameter.name for parameter in parameters if not parameter.optional]
    schema = {"type": "object"} | ({"condition": description} if writer == "kernel" else {}) | {"properties": properties}
    if required and not (writer == "person" and draw.chance(0.2)):
        schema["required"] = required
    if writer == "person" and draw.chance(0.3):
        schema["additionalProperties"] = False
    return {"name": name, "description": description, "parameters": schema}


def _property(draw, parameter, writer):
    described = {"description": parameter.description} if parameter.description else {}
    kind, _, item = parameter.kind.partition(" of ")
    typed = {"type": kind} | ({"items": {"type": item}} if item else {}) | ({"enum": parameter.options} if parameter.options else {})
    if not parameter.optional:
        return typed | described if writer == "person" else described | typed
    if writer == "kernel" and parameter.default is not None:
        return {"description": f"{parameter.description or ''} (default value: {parameter.default})".strip()} | typed
    if writer == "extensions":
        default = parameter.default
        return described | (typed if default is not None else typed | {"type": [kind, "null"]}) | {"default": default}
    return described | typed


def function_name(draw, verb, noun, prefixed=True):
    """`get_weather`, `GetWeather`, `Weather-GetWeather`, `Weather_get_weather` and the like."""
    words = [verb] + noun.split("_")
    snake, pascal = "_".join(words), "".join(word.capitalize() for word in words)
    camel = pascal[0].lower() + pascal[1:]
    plain = draw.pick([snake, snake, snake, pascal, camel])
    if not prefixed or draw.chance(0.55):
        return plain
    plugin = draw.pick([draw.pick(draw.list("PLUGINS") or PLUGINS), draw.name(), noun.split("_")[0].capitalize() + "Plugin", noun.split("_")[0].capitalize()])
    return f"{plugin}{draw.pick('-_')}{draw.pick([plain, pascal])}"


def about(draw, verb, noun):
    """A function's description."""
    noun = noun.replace("_", " ")
    third = THIRD.get(verb, verb.capitalize() + "s")
    return draw.pick([f"{verb.capitalize()} the {noun}.", f"{verb.capitalize()} the {noun}.", f"{third} the {noun}.", f"{third} a {noun}.", f"{verb.capitalize()} a {noun} of the {draw.pick(STRINGS)}.",
                      f"{third} the {noun} for a {draw.pick(STRINGS)}.", f"{verb.capitalize()} the {noun} {draw.words(1, 3)}."])


def parameter(draw, noun, optional=False):
    """A parameter with a drawn name and kind."""
    kind = draw.random.choices(["string", "integer", "number", "boolean", "enum", "array of string", "array of integer"], [9, 4, 2, 2, 2, 2, 1])[0]
    options, default = None, None
    if kind == "enum":
        enums = draw.list("ENUMS") or ENUMS
        name = draw.pick(list(enums))
        kind, options = "string", enums[name]
        if not draw.held_out and draw.chance(0.4):
            options = [draw.word() for _ in range(draw.between(2, 4))]
    else:
        table = {"string": "STRINGS", "integer": "INTEGERS", "number": "NUMBERS", "boolean": "BOOLEANS", "array of string": "ARRAYS", "array of integer": "INTEGER_ARRAYS"}[kind]
        name = draw.pick(draw.list(table) or globals()[table])
    if kind == "string" and not options and draw.novel(0.3, 0.1) or not draw.held_out and draw.chance(0.15):
        name = draw.word()
    if "_" in name and draw.chance(0.5):
        head, *tail = name.split("_")
        name = head + "".join(word.capitalize() for word in tail)
    if optional:
        default = draw.pick([None, draw.pick(options) if options else {"string": None, "integer": draw.between(1, 10), "number": 1.5, "boolean": False}.get(kind)])
    description = draw.pick(DESCRIPTIONS).format(p=name, n=noun, w=draw.word()) if draw.chance(0.55) else None
    return Parameter(name, kind, description, options, optional, default)


def value(draw, parameter):
    """A value for a parameter."""
    if parameter.options:
        return draw.pick(parameter.options)
    kind, _, item = parameter.kind.partition(" of ")
    if kind == "array":
        return [one(draw, parameter.name, item) for _ in range(draw.pick([1, 2, 2, 3]))]
    return one(draw, parameter.name, kind)


def one(draw, name, kind):
    if kind == "integer":
        return draw.between(1990, 2035) if name == "year" else draw.number(1, draw.pick([9, 99, 999, 9999]))
    if kind == "number":
        return draw.pick([float(f"{draw.number(1, 99)}.{draw.between(1, 9)}"), float(f"{draw.number(1, 9)}.{draw.between(1, 9)}{draw.between(1, 9)}"), draw.number(1, 999)])
    if kind == "boolean":
        return draw.chance(0.6)
    if name in ("city", "cities", "location", "country", "station"):
        return draw.city()
    if name in ("name", "names", "user", "owner", "guests", "contact", "customer"):
        return draw.pick([draw.person, draw.person, draw.full_name])()
    if name in ("colors",):
        return draw.thing("COLORS")
    if name in ("email",):
        return f"{draw.word()}@{draw.word()}.{draw.pick(['com', 'org', 'net'])}"
    if name in ("code", "symbol"):
        return draw.pick([draw.word().upper()[:4], f"{draw.pick('ABCDEFGHK')}-{draw.number(10, 999)}", f"{draw.pick('ABCDEFGHK')}{draw.number(10, 9999)}"])
    if name in ("time",):
        return draw.time()
    if name in ("date", "day"):
        return draw.date()
    return draw.pick([draw.word, draw.name, draw.name, lambda: draw.words(2, 3), lambda: draw.pick(draw.list("GOODS"))])()


def spoken(draw, value):
    """A value as people write it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        texts = [str(item) for item in value]
        return ", ".join(texts) if draw.chance(0.4) or len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1]
    return str(value)


def part(draw, name):
    """A verb or a noun of a function's name, by its list; a made word now and then, so that names are read and not known."""
    return draw.thing(draw.list(name) or globals()[name], made=0.35)


def other(draw):
    """A function that is only there."""
    action, thing = part(draw, "VERBS"), part(draw, "NOUNS")
    parameters = {p.name: p for p in (parameter(draw, thing, draw.chance(0.15)) for _ in range(draw.pick([0, 1, 1, 1, 2, 3])))}
    return declare(draw, function_name(draw, action, thing), about(draw, action, thing), list(parameters.values()))
