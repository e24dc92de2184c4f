"""JSON on request, from a line of fields or from a sentence."""
from ..messages import Conversation, dumps
from . import systems

FIELDS = "name city age color item price id code count date email phone title author year country team score level status weight height quantity owner brand size type language".split()
ASK = ["Return JSON for: {}.", "Return JSON for: {}.", "Give me JSON for: {}.", "Write this as JSON: {}.", "JSON for {}", "Make a JSON object of: {}.", "Convert to JSON: {}.",
       "Answer in JSON: {}.", "Please return a JSON object with {}.", "As JSON, please: {}.", "返回JSON: {}。", "请用JSON表示: {}。", "Put this into JSON: {}.", "I want JSON: {}.", "Create JSON from {}.", "Format as JSON: {}.", "JSON please: {}.", "Show {} as JSON.", "Give a JSON object with {}.",
       "Serialize {} as JSON.", "Make JSON out of this: {}.", "Output JSON for {}.", "转换成JSON: {}。", "以JSON格式输出: {}。", "生成JSON: {}。", "Only JSON, please: {}", "{} - as JSON."]
SENTENCES = [
    ("{name} is {age} years old.", ["name", "age"]), ("{name} is {age} years old and lives in {city}.", ["name", "age", "city"]), ("{name} lives in {city}.", ["name", "city"]),
    ("The {item} costs {price} coins.", ["item", "price"]), ("{name} bought a {color} {item} for {price} coins.", ["name", "color", "item", "price"]),
    ("{author} wrote {title} in {year}.", ["author", "title", "year"]), ("There are {count} {item}s in {city}.", ["count", "item", "city"]),
    ("{name} from {city} has {count} {item}s.", ["name", "city", "count", "item"]), ("The {color} {item} is in {city}.", ["color", "item", "city"]),
    ("On {date} {name} went to {city}.", ["date", "name", "city"]),
    ("{name} works in {city} and is {age} years old.", ["name", "city", "age"]), ("The {item} is {color} and costs {price}.", ["item", "color", "price"]), ("{name} sold {count} {item}s for {price} coins.", ["name", "count", "item", "price"]),
    ("The book {title} is by {author}.", ["title", "author"]), ("{name} ({age}) likes the color {color}.", ["name", "age", "color"]), ("A {item} of {weight} kilograms was sent to {city}.", ["item", "weight", "city"]),
    ("{city} has a {color} {item}.", ["city", "color", "item"]), ("{name} was in {city} on {date}.", ["name", "city", "date"]), ("{author} wrote {title}.", ["author", "title"]),
    ("{name} {w}ed a {item} near {city}.", ["name", "item", "city"]), ("{author} {w}ed {title} in {year}.", ["author", "title", "year"]), ("The {color} {item} {w}s {count} {x}s.", ["color", "item", "count"]),
    ("On {date} {name} {w}ed {x} {item}s.", ["date", "name", "item"]), ("{name} {w}s, is {age} and {x}s {city}.", ["name", "age", "city"]), ("The {item} {w}s {price} {x}s in {city}.", ["item", "price", "city"]),
]
REQUEST = ["Return JSON with {f}: {s}", "Extract {f} as JSON: {s}", "{s} Return JSON with {f}.", "{s} Give me {f} as JSON.", "Read this and answer in JSON with {f}: {s}", "From the text, return JSON with {f}. {s}", "JSON with {f} for: {s}", "Find {f} in the text and answer as JSON: {s}", "{s} Extract {f} into JSON.", "Create a JSON object with {f} from this: {s}",
           "{s} I need {f} in JSON."]
NUMBERS = {"age", "price", "id", "count", "year", "score", "level", "weight", "height", "quantity", "length", "rating", "duration"}


def value(draw, field):
    if not draw.held_out and field not in FIELDS:
        # What no name tells: digits are a number, whatever they are called.
        return draw.pick([draw.name, draw.word, draw.city, lambda: draw.number(0, 9999), lambda: draw.number(0, 99), draw.date])()
    if field in NUMBERS:
        return draw.between(1400, 2030) if field == "year" else draw.between(1, 99) if field == "age" else draw.number(1, 999)
    return {
        "name": draw.person, "author": draw.full_name, "owner": draw.person, "city": draw.city, "color": lambda: draw.thing("COLORS"), "item": lambda: draw.thing("GOODS"),
        "date": draw.date, "email": lambda: f"{draw.word()}@{draw.word()}.com", "code": lambda: f"{draw.pick('ABCDEFGHK')}{draw.number(10, 999)}",
    }.get(field, draw.name)()


def line(draw, fields=FIELDS, ask=ASK):
    chosen = draw.sample(fields if draw.chance(0.5) else fields[:6], draw.pick([1, 2, 2, 3, 3, 4]))
    if draw.novel(0.4, 0.15):
        chosen = [draw.word() if draw.chance(0.5) else field for field in chosen]
    if draw.chance(0.04):
        chosen = ["data"]
    values = {field: value(draw, field) for field in chosen}
    if chosen == ["data"]:
        values["data"] = draw.pick([True, False, draw.number(), draw.name()])
    spoken = {field: str(v).lower() if isinstance(v, bool) else v for field, v in values.items()}
    text = draw.pick([", ", ", ", "; ", " and "]).join(f"{field}{draw.pick([' ', ' ', ' ', ': ', ' = '])}{v}" for field, v in spoken.items())
    return Conversation(system=systems.maybe(draw, 0.3)).user(draw.say(draw.pick(ask).replace("{}", "{t}"), t=text)).answer(dumps(values))


def sentence(draw, sentences=SENTENCES, request=REQUEST):
    text, fields = draw.pick(sentences)
    values = {field: value(draw, field) for field in fields}
    if not draw.held_out:
        text = text.replace("{w}", draw.word()).replace("{x}", draw.word())
    listed = ", ".join(fields[:-1]) + " and " + fields[-1]
    return Conversation(system=systems.maybe(draw, 0.3)).user(draw.say(draw.pick(request), f=listed, s=text.format(**values))).answer(dumps(values))


def request(draw):
    return line(draw) if draw.chance(0.6) else sentence(draw)
