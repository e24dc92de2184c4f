"""Problems of seven kinds, in English and Chinese, with every step of their solution written out."""

PLACES = {"en": ["ones", "tens", "hundreds", "thousands"], "zh": ["个位", "十位", "百位", "千位"]}
TEXT = {
    "en": dict(
        understanding="## Understanding\n{}\n## Steps\n", verification="\n## Verification\n{}, which matches.\nThe answer is \\boxed{{{}}}.",
        write=", write {}", carry=", carry {}", final="carry the final {}", borrow="{}: {} is less than {}, borrow, ", product="so the product is {}", so="so {} = {}",
        take="{} / {} is {}: {} * {} = {}, {} - {} = {}", both="Subtract {} from both sides: {}x = {} - {} = {}", divide="Divide both sides by {}: x = {} / {} = {}",
        need=dict(addition="We need the sum {} + {}.", subtraction="We need the difference {} - {}.", multiplication="We need the product {} * {}.",
                  division="We need the quotient {} / {}.", equation="We need the value of x.", area="The area is {} * {}.", steps="We need {} + {} - {}.")),
    "zh": dict(
        understanding="## 理解题意\n{}\n## 步骤\n", verification="\n## 验证\n{},正确。\n答案是 \\boxed{{{}}}。",
        write=",写{}", carry=",进{}", final="最后进{}", borrow="{}: {}小于{},借位,", product="所以积是{}", so="所以 {} = {}",
        take="{} / {} 得{}: {} * {} = {}, {} - {} = {}", both="两边减去{}: {}x = {} - {} = {}", divide="两边除以{}: x = {} / {} = {}",
        need=dict(addition="我们要求 {} + {}。", subtraction="我们要求 {} - {}。", multiplication="我们要求 {} * {}。",
                  division="我们要求 {} / {}。", equation="我们要求x的值。", area="面积是 {} * {}。", steps="我们要求 {} + {} - {}。")),
}
QUESTIONS = {
    ("addition", "en"): [
        "What is {a} + {b}?", "Compute {a} + {b}.", "Add {a} and {b}.", "{a} plus {b}?", "How much is {a} + {b}?", "Find the sum of {a} and {b}.",
        "{p} has {a} {o} and buys {b} more. How many {o} does {p} have now?", "{p} has {a} {o} and finds {b} more. How many {o} are there now?",
        "{p} had {a} {o}. Then {q} gave {p} {b} {o}. How many {o} does {p} have?", "There are {a} {o} in one box and {b} in another. How many {o} are there altogether?",
        "{p} picked {a} {o} and {q} picked {b}. How many {o} did they pick together?", "{p} read {a} pages on Monday and {b} pages on Tuesday. How many pages is that?"],
    ("addition", "zh"): [
        "计算 {a} + {b}。", "{a} 加 {b} 等于多少?", "{a} + {b} 是多少?", "求 {a} 与 {b} 的和。", "{z}有{a}个{o},又买了{b}个,现在有多少个?",
        "{z}有{a}个{o},{y}给了他{b}个,一共有多少个?", "盒子里有{a}个{o},又放进{b}个,一共有多少个?"],
    ("subtraction", "en"): [
        "What is {a} - {b}?", "Compute {a} - {b}.", "Subtract {b} from {a}.", "{a} minus {b}?", "How much is {a} - {b}?", "Find the difference of {a} and {b}.",
        "{p} has {a} {o} and gives away {b}. How many {o} are left?", "{p} had {a} {o} and lost {b}. How many {o} does {p} still have?",
        "There were {a} {o} on the table and {q} took {b}. How many {o} remain?", "A shop has {a} {o} and sells {b} of them. How many {o} are left?"],
    ("subtraction", "zh"): [
        "计算 {a} - {b}。", "{a} 减 {b} 等于多少?", "{a} - {b} 是多少?", "{z}有{a}个{o},送给{y}{b}个,还剩多少个?", "商店有{a}个{o},卖出{b}个,还剩多少个?",
        "{z}有{a}个{o},丢了{b}个,还有多少个?"],
    ("multiplication", "en"): [
        "What is {a} * {b}?", "Compute {a} times {b}.", "Multiply {a} by {b}.", "{a} times {b}?", "What is the product of {a} and {b}?",
        "There are {a} boxes with {b} {o} each. How many {o} are there?", "{p} buys {a} bags of {b} {o}. How many {o} does {p} buy?",
        "Each of {a} children has {b} {o}. How many {o} do they have together?", "A train has {a} rows of {b} seats. How many seats are there?"],
    ("multiplication", "zh"): [
        "计算 {a} * {b}。", "{a} 乘 {b} 等于多少?", "{a} 乘以 {b} 是多少?", "有{a}盒{o},每盒{b}个,一共有多少个?", "每个孩子有{b}个{o},{a}个孩子一共有多少个?"],
    ("division", "en"): [
        "What is {a} / {b}?", "Divide {a} by {b}.", "Compute {a} / {b}.", "{a} divided by {b}?", "{p} shares {a} {o} among {b} friends. How many does each friend get?",
        "{a} {o} are packed into {b} equal boxes. How many {o} are in each box?", "{b} children share {a} {o} equally. How many {o} does each child get?"],
    ("division", "zh"): [
        "计算 {a} / {b}。", "{a} 除以 {b} 等于多少?", "把{a}个{o}平均分给{b}个孩子,每人多少个?", "{a}个{o}装进{b}个盒子,每盒一样多,每盒多少个?"],
    ("equation", "en"): ["Solve {k}x + {b} = {c}.", "Find x if {k}x + {b} = {c}.", "What is x when {k}x + {b} = {c}?", "{k}x + {b} = {c}. What is x?"],
    ("equation", "zh"): ["解方程 {k}x + {b} = {c}。", "如果 {k}x + {b} = {c},x 等于多少?", "求 x: {k}x + {b} = {c}。"],
    ("area", "en"): [
        "A rectangle is {a} cm long and {b} cm wide. What is its area?", "Find the area of a {a} by {b} rectangle.", "What is the area of a rectangle with sides {a} and {b}?",
        "A garden is {a} m long and {b} m wide. How large is it?"],
    ("area", "zh"): ["一个长方形长{a}厘米,宽{b}厘米,面积是多少?", "求长{a}宽{b}的长方形的面积。", "花园长{a}米,宽{b}米,面积是多少?"],
    ("steps", "en"): [
        "{p} has {a} {o}, buys {b} more and gives away {c}. How many {o} are left?", "What is {a} + {b} - {c}?", "A bus has {a} passengers. {b} get on and {c} get off. How many are on the bus now?",
        "{p} had {a} {o}, found {b} and lost {c}. How many {o} does {p} have now?"],
    ("steps", "zh"): ["{z}有{a}个{o},又买了{b}个,送出{c}个,还剩多少个?", "计算 {a} + {b} - {c}。", "车上有{a}人,上来{b}人,下去{c}人,现在有多少人?"],
}
KINDS = ["addition", "subtraction", "multiplication", "division", "equation", "area", "steps"]


def problem(draw, language=None, kind=None, questions=QUESTIONS):
    """A question, its worked answer and the number in its box."""
    language = language or ("zh" if draw.chance(0.3) else "en")
    kind = kind or draw.pick(KINDS + ["addition"])
    slots, lines, need, check, answer = SOLUTIONS[kind](draw, TEXT[language], PLACES[language])
    zh = language == "zh"
    slots |= dict(p=draw.person(), q=draw.person(), z=draw.pick(draw.list("CHINESE_NAMES")), y=draw.pick(draw.list("CHINESE_NAMES")),
                  o=draw.pick(draw.list("CHINESE_THINGS" if zh else "THINGS")))
    text = TEXT[language]
    worked = (text["understanding"].format(text["need"][kind].format(*need)) + "\n".join(f"{i + 1}. {line}" for i, line in enumerate(lines))
              + text["verification"].format(check, answer))
    return draw.say(draw.pick(questions[kind, language]), **slots), worked, answer


def addition(draw, text, places):
    a, b = draw.operands((0, 999), (0, 999))
    lines = add(a, b, text, places)
    return dict(a=a, b=b), lines, (a, b), f"{a + b} - {b} = {a}", a + b


def subtraction(draw, text, places):
    a, b = sorted(draw.operands((0, 999), (0, 999)), reverse=True)
    return dict(a=a, b=b), subtract(a, b, text, places), (a, b), f"{a - b} + {b} = {a}", a - b


def multiplication(draw, text, places):
    a, b = draw.operands((2, draw.pick([99, 199, 999])), (2, 9))
    return dict(a=a, b=b), multiply(a, b, text), (a, b), f"{a * b} / {b} = {a}", a * b


def area(draw, text, places):
    a, b = draw.operands((2, draw.pick([30, 99])), (2, 9))
    return dict(a=a, b=b), multiply(a, b, text), (a, b), f"{a * b} / {b} = {a}", a * b


def division(draw, text, places):
    r, b = draw.operands((1, draw.pick([30, 99])), (2, 12))
    a = r * b
    return dict(a=a, b=b), divide(a, b, text), (a, b), f"{r} * {b} = {a}", r


def equation(draw, text, places):
    x, k, b = draw.operands((1, draw.pick([20, 30])), (2, 9), (1, 30))
    c = k * x + b
    lines = [text["both"].format(b, k, c, b, k * x), text["divide"].format(k, k * x, k, x)]
    return dict(k=k, b=b, c=c), lines, (), f"{k} * {x} + {b} = {k * x} + {b} = {c}", x


def steps(draw, text, places):
    a, b = draw.operands((1, 499), (1, 499))
    c = draw.between(1, a + b)
    lines = add(a, b, text, places) + [text["so"].format(f"{a} + {b}", a + b)] + subtract(a + b, c, text, places)
    return dict(a=a, b=b, c=c), lines, (a, b, c), f"{a + b - c} + {c} = {a + b}", a + b - c


def add(a, b, text, places):
    lines, carry = [], 0
    x, y = str(a)[::-1], str(b)[::-1]
    for i in range(max(len(x), len(y))):
        p, q = int(x[i:i + 1] or 0), int(y[i:i + 1] or 0)
        total = p + q + carry
        lines.append(f"{places[i]}: {p} + {q}" + (f" + {carry}" if carry else "") + f" = {total}" + text["write"].format(total % 10)
                     + (text["carry"].format(total // 10) if total > 9 else ""))
        carry = total // 10
    return lines + ([text["final"].format(carry)] if carry else [])


def subtract(a, b, text, places):
    lines, borrowed = [], 0
    x, y = str(a)[::-1], str(b)[::-1]
    for i in range(len(x)):
        p, q = int(x[i]) - borrowed, int(y[i:i + 1] or 0)
        borrowed = 1 if p < q else 0
        lines.append((text["borrow"].format(places[i], p, q) if borrowed else f"{places[i]}: ") + f"{p + 10 * borrowed} - {q} = {p + 10 * borrowed - q}")
    return lines


def multiply(a, b, text):
    parts = [int(digit) * 10 ** i for i, digit in enumerate(str(a)[::-1]) if digit != "0"]
    lines, total = [f"{part} * {b} = {part * b}" for part in parts], parts[0] * b
    for part in parts[1:]:
        lines.append(f"{total} + {part * b} = {total + part * b}")
        total += part * b
    return lines if len(parts) > 1 else lines + [text["product"].format(total)]


def divide(a, b, text):
    lines, rest = [], 0
    for i, digit in enumerate(str(a)):
        rest = 10 * rest + int(digit)
        if rest >= b or lines or i == len(str(a)) - 1:
            q = rest // b
            lines.append(text["take"].format(rest, b, q, q, b, q * b, rest, q * b, rest - q * b))
            rest -= q * b
    return lines + [text["so"].format(f"{a} / {b}", a // b)]


SOLUTIONS = dict(addition=addition, subtraction=subtraction, multiplication=multiplication, division=division, equation=equation, area=area, steps=steps)
