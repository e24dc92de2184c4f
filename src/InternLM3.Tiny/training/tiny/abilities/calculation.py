"""Arithmetic with a calculator that is called, and small arithmetic in the head."""
from ..messages import Conversation, dumps
from ..words import reserved
from . import chat, systems, toolbox

TOO_HARD = "I cannot work that out without steps. Ask me with thinking mode or with a calculator tool."
ASK = ["What is {e}?", "What is {e}?", "Compute {e}.", "Calculate {e}", "Please evaluate {e}.", "{e} = ?", "How much is {e}?", "Work out {e}.", "Tell me the value of {e}.", "What does {e} come to?",
       "{e}", "{e}?", "Can you compute {e}?", "I need the result of {e}.", "计算 {e}。", "{e} 等于多少?", "请算一下 {e}。", "Use the tool to compute {e}.",
       "Find {e}.", "Do you know {e}?", "What's {e}?", "Please calculate {e} for me.", "Result of {e}?", "Let me know what {e} is.", "Evaluate {e}", "The value of {e}, please.", "How much does {e} make?", "I want to know {e}.", "{e} gives?", "Can you work out {e}?", "算出 {e}。", "{e} 是多少?", "帮我算 {e}。"]
SPOKEN = {"+": ["plus", "and", "加"], "-": ["minus", "minus", "减"], "*": ["times", "multiplied by", "乘"], "/": ["divided by", "over", "除以"]}
NAMES = ["Calculator-Evaluate", "calculator", "evaluate", "Math-Evaluate", "calc", "MathPlugin-Evaluate", "math_calculator", "Math_calculator", "calculator_evaluate", "compute", "Arithmetic-compute", "Calculate"]
DESCRIPTIONS = ["Evaluates a mathematical expression.", "Evaluates an arithmetic expression.", "Compute the value of an expression.", "Calculates an expression.", "A calculator.",
                "Evaluates a mathematical expression exactly where possible, and tells whether the result is exact."]
PARAMETER = ["The expression.", "The expression, for example (12 + 30) * 7.", "An arithmetic expression.", None, None]


def expression(draw):
    a, b, c = draw.operands((0, 999), (1, 999), (1, 99))
    return draw.pick([f"{a} + {b}", f"{a} - {b}", f"{a} * {b}", f"{a} / {b}", f"({a} + {b}) * {c}", f"{a} * {b} + {c}", f"{a} + {b} - {c}", f"({a} - {b}) / {c}",
                      f"{a}{draw.pick('+-*/')}{b}", f"{a}.{draw.between(1, 9)} * {b}", f"{a} + {b} + {c}", f"({a} + {b}) / {c}"])


def value(text):
    number = eval(text)  # an expression drawn above
    return str(int(number)) if number == int(number) else f"{number:.4f}".rstrip("0").rstrip(".")


def calculator(draw, names=NAMES):
    parameter = toolbox.Parameter(draw.pick(["expression", "expression", "expression", "input", "formula"]), "string", draw.pick(PARAMETER))
    return toolbox.declare(draw, draw.pick(draw.list("CALCULATORS") or names), draw.pick(DESCRIPTIONS), [parameter]), parameter.name


def with_tool(draw, ask=ASK):
    tool, parameter = calculator(draw)
    conversation = Conversation(system=systems.maybe(draw), tools=draw.shuffled([tool] + [toolbox.other(draw) for _ in range(draw.pick([0, 0, 1, 2]))]))
    if draw.chance(0.1):
        conversation.then(chat.turn(draw))
    for _ in range(draw.pick([1, 2, 3])):
        text, question = expression(draw), draw.pick(ask)
        shown = text
        if draw.chance(0.12) and text.count(" ") == 2 and text.split()[1] in SPOKEN:
            a, sign, b = text.split()
            shown = f"{a} {SPOKEN[sign][2] if '计' in question or '算' in question or '等' in question else draw.pick(SPOKEN[sign][:1])} {b}"
        result = value(text)
        conversation.user(draw.say(question, e=shown)).call((tool["name"], {parameter: text}))
        form = draw.pick([result, result, dumps({"result": result, "exact": True}), dumps({"result": eval(result)})])
        conversation.result(form).answer(f"{text} = {result}" + ("。" if any(c in question for c in "计等算") else "."))
    return conversation


WORDS = ["{p} has {a} {o} and buys {b} more. How many {o} does {p} have now?", "{p} has {a} {o} and gets {b} more. How many is that?", "There are {a} {o} here and {b} there. How many {o} in all?"]
BOXES = ["There are {a} boxes with {b} {o} each. How many {o} are there?", "{p} buys {a} bags of {b} {o}. How many {o} is that?", "{a} children have {b} {o} each. How many {o} are there?"]
LESS = ["{p} has {a} {o} and gives away {b}. How many {o} are left?", "{p} had {a} {o} and lost {b}. How many remain?"]


def direct(draw, ask=ASK):
    """Two numbers that fit into the head; more is declined, not guessed."""
    conversation = Conversation(system=systems.maybe(draw, 0.3))
    if draw.chance(0.12):
        a, b, c = draw.operands((13, 999), (13, 999), (2, 99))
        question = draw.say(draw.pick(BOXES), a=a, b=c, p=draw.person(), o=draw.pick(draw.list("THINGS"))) if draw.chance(0.35) else draw.say(
            draw.pick(ASK), e=draw.pick([f"{a} * {b}", f"({a} + {b}) * {c}", f"{a} * {b} + {c}", f"{a * b} / {c}"]))
        return conversation.user(question).answer(TOO_HARD)
    sign = draw.pick("++--*/")
    if sign in "+-":
        a, b = draw.operands(*[(0, draw.pick([99, 99, 999]))] * 2)
        a, b = (max(a, b), min(a, b)) if sign == "-" else (a, b)
    else:
        a, b = draw.between(0, 12), draw.between(1, 12)
        a = a * b if sign == "/" else a
    result = value(f"{a} {sign} {b}")
    if sign in "+-" and draw.chance(0.2):
        question = draw.say(draw.pick(WORDS if sign == "+" else LESS), a=a, b=b, p=draw.person(), o=draw.pick(draw.list("THINGS")))
        return conversation.user(question).answer(f"{a} {sign} {b} = {result}.")
    question = draw.pick(ask)
    return conversation.user(draw.say(question, e=f"{a} {sign} {b}")).answer(f"{a} {sign} {b} = {result}" + ("。" if any(c in question for c in "计等算") else "."))


def drill(draw):
    """Small numbers one after another: what the steps of longer problems are made of."""
    conversation = Conversation(system=systems.maybe(draw, 0.2))
    for _ in range(draw.between(4, 10)):
        top = draw.pick([9, 99, 99])
        a, b = draw.operands((0, top), (0, top))
        high, low = sorted(draw.operands((0, 2 * top), (0, top)), reverse=True)
        x, y = draw.between(0, 9) * draw.pick([1, 1, 10, 100] if top > 9 else [1]), draw.between(1, 9)
        # Such as `54 + 180` ends a product of two digits by one.
        text = draw.pick([f"{a} + {b}", f"{a} + {b}", f"{a} + {x * y}" if top > 9 and not reserved(sorted((a, x * y))) else f"{a} + {b} + 1", f"{high} - {low}", f"{high} - {low}", f"{x} * {y}", f"{x * y} / {y}"])
        question = draw.pick(ASK)
        conversation.user(draw.say(question, e=text)).answer(f"{text} = {value(text)}" + ("。" if any(c in question for c in "计等算") else "."))
    return conversation
