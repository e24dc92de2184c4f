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
        "Tell me {a} + {b}.", "I need {a} + {b}.", "Evaluate {a} + {b}.", "{p} gathers {a} {o} in spring and {b} in autumn. How many {o} is that altogether?", "Put {b} {o} to {a} {o}. How many are they?", "One jar holds {a} {o}, another holds {b}. How many do both hold?", "When {a} {o} join {b} {o}, how many are there in total?",
        "What is {a} + {b}?", "Compute {a} + {b}.", "Add {a} and {b}.", "{a} plus {b}?", "How much is {a} + {b}?", "Find the sum of {a} and {b}.",
        "{p} has {a} {o} and buys {b} more. How many {o} does {p} have now?", "{p} has {a} {o} and finds {b} more. How many {o} are there now?",
        "{p} had {a} {o}. Then {q} gave {p} {b} {o}. How many {o} does {p} have?", "There are {a} {o} in one box and {b} in another. How many {o} are there altogether?",
        "{p} picked {a} {o} and {q} picked {b}. How many {o} did they pick together?", "{p} read {a} pages on Monday and {b} pages on Tuesday. How many pages is that?",
        "What do {a} and {b} make together?", "Please compute the sum {a} + {b}.", "{a} + {b} = ?", "A farmer has {a} {o} in the barn and {b} in the yard. How many {o} does the farmer have?", "{p} earned {a} coins and then {b} coins. What is the total?",
        "{a} people came in the morning and {b} in the afternoon. How many people came in all?", "{p} is {a} years old. How old will {p} be in {b} years?", "If {p} gets {b} {o} on top of {a}, how many does {p} have?",
        "We ordered {a} {o} last week and {b} this week. How many did we order?", "The first shelf has {a} {o}, the second has {b}. How many {o} are on the shelves?"],
    ("addition", "zh"): [
        "告诉我 {a} + {b}。", "{z}春天得到{a}个{o},秋天得到{b}个,加起来多少个?", "两个袋子里各有{a}个和{b}个{o},总共多少?",
        "计算 {a} + {b}。", "{a} 加 {b} 等于多少?", "{a} + {b} 是多少?", "求 {a} 与 {b} 的和。", "{z}有{a}个{o},又买了{b}个,现在有多少个?",
        "{z}有{a}个{o},{y}给了他{b}个,一共有多少个?", "盒子里有{a}个{o},又放进{b}个,一共有多少个?", "{a} 和 {b} 的和是多少?", "{a} + {b} = ?", "上午来了{a}人,下午来了{b}人,一共来了多少人?", "{z}有{a}个{o},{y}有{b}个,他们一共有多少个?",
        "第一天卖出{a}个{o},第二天卖出{b}个,两天共卖出多少个?", "求{a}加{b}。"],
    ("subtraction", "en"): [
        "Tell me {a} - {b}.", "I need {a} - {b}.", "Evaluate {a} - {b}.", "Out of {a} {o}, {b} are spoiled. How many are good?", "{p} must find {a} {o} and has found {b}. How many are lacking?", "{p} brought {a} {o} and ate {b} of them. How many can still be eaten?",
        "What is {a} - {b}?", "Compute {a} - {b}.", "Subtract {b} from {a}.", "{a} minus {b}?", "How much is {a} - {b}?", "Find the difference of {a} and {b}.",
        "{p} has {a} {o} and gives away {b}. How many {o} are left?", "{p} had {a} {o} and lost {b}. How many {o} does {p} still have?",
        "There were {a} {o} on the table and {q} took {b}. How many {o} remain?", "A shop has {a} {o} and sells {b} of them. How many {o} are left?", "What remains when {b} is taken from {a}?", "{a} - {b} = ?", "Take {b} away from {a}.",
        "{p} spends {b} of {a} coins. How much money is left?", "{a} {o} were made and {b} of them broke. How many are whole?", "{p} has {a} {o} and {q} has {b}. How many more does {p} have?", "A book has {a} pages and {p} has read {b}. How many pages are still to read?",
        "{p} wants {a} {o} but has only {b}. How many more are needed?", "From {a} {o}, {b} were eaten. How many remain?", "What is the difference between {a} and {b}?", "{a} birds sat on a tree and {b} flew away. How many stayed?"],
    ("subtraction", "zh"): [
        "告诉我 {a} - {b}。", "{a}个{o}里有{b}个坏了,好的有几个?", "{z}的{a}个{o}用了{b}个,还能用几个?",
        "计算 {a} - {b}。", "{a} 减 {b} 等于多少?", "{a} - {b} 是多少?", "{z}有{a}个{o},送给{y}{b}个,还剩多少个?", "商店有{a}个{o},卖出{b}个,还剩多少个?",
        "{z}有{a}个{o},丢了{b}个,还有多少个?", "{a} - {b} = ?", "从{a}里减去{b}是多少?", "{z}有{a}个{o},{y}有{b}个,{z}比{y}多多少个?", "书有{a}页,看了{b}页,还有多少页没看?", "{a}个{o}吃了{b}个,剩多少个?",
        "{a} 与 {b} 的差是多少?"],
    ("multiplication", "en"): [
        "Tell me {a} * {b}.", "I need {a} * {b}.", "Evaluate {a} * {b}.", "One crate carries {b} {o}. How many {o} do {a} crates carry?", "{p} runs {b} km every day for {a} days. How far is that?", "With {b} {o} in a row, how many {o} are in {a} rows?",
        "What is {a} * {b}?", "Compute {a} times {b}.", "Multiply {a} by {b}.", "{a} times {b}?", "What is the product of {a} and {b}?",
        "There are {a} boxes with {b} {o} each. How many {o} are there?", "{p} buys {a} bags of {b} {o}. How many {o} does {p} buy?",
        "Each of {a} children has {b} {o}. How many {o} do they have together?", "A train has {a} rows of {b} seats. How many seats are there?", "{a} * {b} = ?", "How much is {a} times {b}?", "One {o} costs {b} coins. What do {a} cost?", "{p} reads {b} pages a day. How many pages are that in {a} days?",
        "Every one of {a} tables has {b} legs. How many legs are there?", "{a} packets contain {b} {o} each. How many {o} in all?", "A worker makes {b} {o} an hour. How many in {a} hours?", "What is {b} taken {a} times?"],
    ("multiplication", "zh"): [
        "告诉我 {a} * {b}。", "每箱有{b}个{o},{a}箱共有几个?",
        "计算 {a} * {b}。", "{a} 乘 {b} 等于多少?", "{a} 乘以 {b} 是多少?", "有{a}盒{o},每盒{b}个,一共有多少个?", "每个孩子有{b}个{o},{a}个孩子一共有多少个?", "{a} * {b} = ?", "{a} 的 {b} 倍是多少?", "每天读{b}页,{a}天读多少页?", "一个{o}{b}元,{a}个多少元?", "{a}排座位,每排{b}个,一共多少个?"],
    ("division", "en"): [
        "Tell me {a} / {b}.", "I need {a} / {b}.", "Evaluate {a} / {b}.", "{p} lays {a} {o} on {b} plates, as many on each. How many are on one plate?", "When {b} friends share {a} {o} fairly, what does each of them get?",
        "What is {a} / {b}?", "Divide {a} by {b}.", "Compute {a} / {b}.", "{a} divided by {b}?", "{p} shares {a} {o} among {b} friends. How many does each friend get?",
        "{a} {o} are packed into {b} equal boxes. How many {o} are in each box?", "{b} children share {a} {o} equally. How many {o} does each child get?", "{a} / {b} = ?", "How often does {b} go into {a}?", "{p} cuts a rope of {a} metres into {b} equal parts. How long is each part?",
        "{a} coins are divided evenly among {b} people. How many coins per person?", "{a} students form {b} groups of the same size. How many students are in a group?", "Split {a} by {b}.", "{b} equal bags hold {a} {o}. How many does one bag hold?"],
    ("division", "zh"): [
        "告诉我 {a} / {b}。", "{b}个人平分{a}个{o},一人几个?",
        "计算 {a} / {b}。", "{a} 除以 {b} 等于多少?", "把{a}个{o}平均分给{b}个孩子,每人多少个?", "{a}个{o}装进{b}个盒子,每盒一样多,每盒多少个?", "{a} / {b} = ?", "{a} 里面有几个 {b}?", "{a}元平均分给{b}个人,每人多少元?", "{a}名学生分成{b}组,每组多少人?", "把{a}分成{b}份,每份是多少?"],
    ("equation", "en"): ["Tell me x for {k}x + {b} = {c}.", "I need x: {k}x + {b} = {c}.", "For {k}x + {b} = {c}, what is x?", "Solve {k}x + {b} = {c}.", "Find x if {k}x + {b} = {c}.", "What is x when {k}x + {b} = {c}?", "{k}x + {b} = {c}. What is x?", "Solve for x: {k}x + {b} = {c}", "Which x solves {k}x + {b} = {c}?", "Find the solution of {k}x + {b} = {c}.", "Calculate x in {k}x + {b} = {c}.", "{k}x + {b} = {c}", "Let {k}x + {b} = {c}. Find x."],
    ("equation", "zh"): ["告诉我x: {k}x + {b} = {c}。", "解方程 {k}x + {b} = {c}。", "如果 {k}x + {b} = {c},x 等于多少?", "求 x: {k}x + {b} = {c}。", "已知 {k}x + {b} = {c},求 x。", "{k}x + {b} = {c},求x的值。", "方程 {k}x + {b} = {c} 的解是什么?"],
    ("area", "en"): [
        "A hall is {a} m by {b} m. How big is it?", "What is the area when the sides are {a} cm and {b} cm?", "A carpet of {a} m and {b} m: how large is it?",
        "A rectangle is {a} cm long and {b} cm wide. What is its area?", "Find the area of a {a} by {b} rectangle.", "What is the area of a rectangle with sides {a} and {b}?",
        "A garden is {a} m long and {b} m wide. How large is it?", "Compute the area of a rectangle of length {a} and width {b}.", "A field measures {a} m by {b} m. What is its area?",
        "What area does a {a} by {b} rectangle have?", "The length of a rectangle is {a}, its width is {b}. Find the area.", "How many square metres has a floor of {a} m times {b} m?", "Area of a rectangle with length {a} cm and width {b} cm?"],
    ("area", "zh"): ["长方形的两条边长{a}米和{b}米,面积多少?", "一个长方形长{a}厘米,宽{b}厘米,面积是多少?", "求长{a}宽{b}的长方形的面积。", "花园长{a}米,宽{b}米,面积是多少?", "长方形的长是{a},宽是{b},求面积。", "一块地长{a}米,宽{b}米,有多大?", "边长为{a}和{b}的长方形面积是多少?", "教室长{a}米,宽{b}米,面积多大?"],
    ("steps", "en"): [
        "Tell me {a} + {b} - {c}.", "I need {a} + {b} - {c}.", "{p} begins with {a} {o}, gets {b}, then loses {c}. How many remain?", "In the store are {a} {o}. {b} arrive and {c} are bought. How many are in the store?",
        "{p} has {a} {o}, buys {b} more and gives away {c}. How many {o} are left?", "What is {a} + {b} - {c}?", "A bus has {a} passengers. {b} get on and {c} get off. How many are on the bus now?",
        "{p} had {a} {o}, found {b} and lost {c}. How many {o} does {p} have now?", "Compute {a} + {b} - {c}.", "{a} + {b} - {c} = ?", "A shop has {a} {o}, gets {b} new ones and sells {c}. How many are there now?",
        "{p} earns {a} coins and {b} coins, and spends {c}. How much is left?", "Add {a} and {b}, then subtract {c}.", "There were {a} {o}. {p} added {b}, {q} took {c}. How many are there?", "A tank holds {a} litres, {b} are filled in and {c} flow out. How many litres remain?"],
    ("steps", "zh"): ["告诉我 {a} + {b} - {c}。", "{z}先有{a}个{o},收到{b}个,又丢了{c}个,还有几个?", "{z}有{a}个{o},又买了{b}个,送出{c}个,还剩多少个?", "计算 {a} + {b} - {c}。", "车上有{a}人,上来{b}人,下去{c}人,现在有多少人?", "{a} + {b} - {c} = ?", "{a} 加 {b} 再减 {c} 等于多少?", "商店有{a}个{o},进货{b}个,卖出{c}个,还有多少个?", "{z}有{a}元,赚了{b}元,花了{c}元,还剩多少元?"],
}
KINDS = ["addition", "subtraction", "multiplication", "division", "equation", "area", "steps"]


def problem(draw, language=None, kind=None, questions=QUESTIONS):
    """A question, its worked answer and the number in its box."""
    language = language or ("zh" if draw.chance(0.3) else "en")
    kind = kind or draw.pick(KINDS + ["addition"])
    slots, lines, need, check, answer = SOLUTIONS[kind](draw, TEXT[language], PLACES[language])
    zh = language == "zh"
    slots |= dict(p=draw.person(), q=draw.person(), z=draw.pick(draw.list("CHINESE_NAMES")), y=draw.pick(draw.list("CHINESE_NAMES")),
                  o=draw.pick(draw.list("CHINESE_THINGS" if zh else "THINGS")) if draw.held_out or draw.chance(0.6) else draw.han(2) if zh else f"{draw.word()}s")
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
