"""What documents say: sentences about places, people, companies and things that do not exist, and the questions they answer."""

PLACES = "Bridge Tower Museum Library Garden Station Temple Harbor Theater Market Castle Park Hotel School Hospital Church Palace Lighthouse Stadium Gallery Mill Canal Airport Zoo".split()
COMPANIES = "Works Bank Airlines Brewery Press Motors Foods Mining Textiles Software".split()
OBJECTS = "Engine Phone Camera Boat Plane Printer Watch Lamp Drone Bicycle".split()
MATERIALS = "oak glass copper granite bamboo steel marble clay brick sandstone iron wood".split()
# Kind of entity, sentences, kind of value, questions.
ENGLISH = [
    ("place", ["{e} was built in {v}."], "year", ["When was {e} built?", "In which year was {e} built?", "What year was {e} built in?"]),
    ("place", ["{e} was founded by {v}."], "person", ["Who founded {e}?", "By whom was {e} founded?", "Who was the founder of {e}?"]),
    ("place", ["{e} is located in {v}.", "{e} lies in {v}."], "town", ["Where is {e} located?", "Where is {e}?", "In which town is {e}?"]),
    ("place", ["{e} has a height of {v}.", "{e} is {v} high."], "height", ["What is the height of {e}?", "How high is {e}?"]),
    ("place", ["{e} opens at {v}.", "Every day {e} opens at {v}."], "time", ["When does {e} open?", "At what time does {e} open?", "When can I enter {e}?"]),
    ("place", ["{e} closes at {v}."], "time", ["When does {e} close?", "At what time does {e} close?"]),
    ("place", ["{e} costs {v}.", "A ticket for {e} costs {v}."], "cost", ["How much does {e} cost?", "What does {e} cost?", "What is the price of {e}?"]),
    ("place", ["{e} was designed by {v}.", "{v} designed {e}."], "person", ["Who designed {e}?", "By whom was {e} designed?", "Who is the designer of {e}?"]),
    ("place", ["{e} is made of {v}."], "material", ["What is {e} made of?", "Of which material is {e}?"]),
    ("place", ["{e} burned down in {v}."], "year", ["When did {e} burn down?", "In which year did {e} burn down?"]),
    ("place", ["{e} belongs to {v}.", "{v} owns {e}."], "person", ["Who owns {e}?", "To whom does {e} belong?"]),
    ("place", ["{e} has {v} rooms."], "count", ["How many rooms does {e} have?", "How many rooms are in {e}?"]),
    ("place", ["About {v} people visit {e} every year."], "count", ["How many people visit {e} every year?", "How many visitors does {e} have?"]),
    ("place", ["{e} is famous for its {v}."], "good", ["What is {e} famous for?", "For what is {e} known?"]),
    ("place", ["{e} is named after {v}."], "person", ["After whom is {e} named?", "Who is {e} named after?"]),
    ("place", ["The bus to {e} leaves from {v}."], "town", ["Where does the bus to {e} leave from?", "From where can I take a bus to {e}?"]),
    ("company", ["{e} was founded in {v}."], "year", ["When was {e} founded?", "In which year was {e} founded?"]),
    ("company", ["{e} employs {v} people.", "{e} has {v} employees."], "count", ["How many people does {e} employ?", "How many employees does {e} have?"]),
    ("company", ["{v} leads {e}.", "{e} is led by {v}."], "person", ["Who leads {e}?", "By whom is {e} led?"]),
    ("company", ["{e} has its office in {v}."], "town", ["Where does {e} have its office?", "Where is the office of {e}?"]),
    ("company", ["{e} sells {v}s."], "good", ["What does {e} sell?", "Which product does {e} sell?"]),
    ("company", ["{e} bought the firm {v}."], "town", ["Which firm did {e} buy?", "What did {e} buy?"]),
    ("object", ["{e} weighs {v}."], "weight", ["How much does {e} weigh?", "What is the weight of {e}?"]),
    ("object", ["{e} was invented by {v}.", "{v} invented {e}."], "person", ["Who invented {e}?", "By whom was {e} invented?"]),
    ("object", ["{e} comes in {v}."], "color", ["In which color does {e} come?", "What color is {e}?"]),
    ("object", ["{e} runs for {v} hours."], "count", ["How long does {e} run?", "For how many hours does {e} run?"]),
    ("object", ["{e} has a speed of {v}."], "speed", ["What is the speed of {e}?", "How fast is {e}?"]),
    ("person", ["{e} was born in {v}."], "town", ["Where was {e} born?", "In which town was {e} born?"]),
    ("person", ["{e} died in {v}."], "year", ["When did {e} die?", "In which year did {e} die?"]),
    ("person", ["{e} wrote the book {v}."], "town", ["Which book did {e} write?", "What did {e} write?"]),
    ("person", ["{e} works as a {v}."], "job", ["What does {e} work as?", "What is the job of {e}?"]),
    ("person", ["{e} married {v}."], "person", ["Whom did {e} marry?", "Who is married to {e}?"]),
    ("person", ["{e} has {v} children."], "count", ["How many children does {e} have?"]),
    ("any", ["The {w} of {e} is {v}."], "any", ["What is the {w} of {e}?", "Tell me the {w} of {e}.", "Which {w} does {e} have?"]),
    ("any", ["{e} {w}s {v}."], "town", ["What does {e} {w}?", "Whom does {e} {w}?"]),
    ("any", ["{e} was {w}ed by {v}.", "{v} {w}ed {e}."], "person", ["Who {w}ed {e}?", "By whom was {e} {w}ed?"]),
    ("any", ["{e} was {w}ed in {v}.", "{e} {w}ed in {v}."], "year", ["When was {e} {w}ed?", "In which year was {e} {w}ed?", "When did {e} {w}?"]),
    ("any", ["{e} {w}s near {v}.", "{e} {w}s in {v}."], "town", ["Where does {e} {w}?", "In which town does {e} {w}?", "Near which town does {e} {w}?"]),
    ("any", ["{e} has a {w} of {v}.", "The {w} of {e} is {v}."], "height", ["What is the {w} of {e}?", "Which {w} does {e} have?"]),
    ("any", ["{e} {w}s {v} {w}ers.", "{e} has {v} {w}ers."], "count", ["How many {w}ers does {e} have?", "How many {w}ers does {e} {w}?"]),
    ("any", ["The {w} of {e} is made of {v}."], "material", ["What is the {w} of {e} made of?", "Of what is the {w} of {e} made?"]),
    ("any", ["{e} {w}s a {w} of {v}."], "cost", ["Which {w} does {e} {w}?", "What {w} does {e} {w}?"]),
]
CHINESE = [
    (["{e}建于{v}年。"], "year", ["{e}建于哪一年?", "{e}是哪一年建的?"]), (["{e}由{v}创建。"], "han", ["{e}由谁创建?", "谁创建了{e}?"]), (["{e}位于{v}。", "{e}在{v}。"], "han", ["{e}位于哪里?", "{e}在哪里?"]),
    (["{e}的高度是{v}米。"], "number", ["{e}的高度是多少?", "{e}有多高?"]), (["{e}每天{v}开门。"], "time", ["{e}每天几点开门?", "{e}几点开门?"]), (["{e}的门票是{v}元。"], "number", ["{e}的门票是多少?", "{e}的门票多少钱?"]),
    (["{e}由{v}设计。"], "han", ["{e}由谁设计?", "谁设计了{e}?"]), (["{e}是用{v}建造的。"], "zh material", ["{e}是用什么建造的?"]), (["{e}的馆长是{v}。"], "han", ["{e}的馆长是谁?", "谁是{e}的馆长?"]),
    (["{e}有{v}个房间。"], "number", ["{e}有多少个房间?", "{e}有几个房间?"]), (["{e}每天{v}关门。"], "time", ["{e}每天几点关门?", "{e}几点关门?"]), (["{e}属于{v}。"], "han", ["{e}属于谁?"]),
]
CHINESE_PLACES = "桥 塔 博物馆 图书馆 花园 车站 寺 港口 剧院 市场 公园 学校 医院 酒店 宫".split()
CHINESE_MATERIALS = "橡木 玻璃 铜 花岗岩 竹子 钢 大理石 黏土".split()
FILLERS = [
    "The people of {n} like to walk to {o} with {m}, and talk about who built it, how high it is, what it costs and when it opens.", "Many visitors come from {n} and stay for a day.", "In summer there is music in the evening.",
    "It is popular with families.", "{m} wrote about it in a letter.", "Nobody knows why the old road was closed.", "The view over {n} is said to be beautiful.", "There is a small shop beside {o}.", "Guides speak several languages.",
    "The winter of that year was long and cold.", "A part of it was repaired with money from {n}.", "Children may come in without paying.", "{m} often spoke about the early years.", "The work took longer than planned.", "Dogs are not allowed.",
    "Photographs of {o} can be seen in {n}.", "Some say that {m} never came back.", "The first plan was given up after a dispute.", "On Sundays there is a market nearby.", "It has changed little since then.", "Several books tell its story.",
    "The {a} of {n} {b}s every {c}.", "{m} {a}ed the {b} beside {o}.", "In {n} they {a} a {b} and {c} it.", "Who {a}s {o} may {b} for a {c}.",
]
CHINESE_FILLERS = ["{n}的居民常常带着{m}来{o},他们喜欢{n},也会谈到建造、设计和门票。", "夏天的晚上这里有音乐。", "很多人从{n}来这里。", "孩子可以免费进入。", "周末这里很热闹。", "{m}曾经写过它。", "工程比计划的时间更长。"]


def value(draw, kind):
    return {
        "year": lambda: str(draw.between(1500, 2025)), "person": draw.full_name, "town": draw.city, "height": lambda: f"{draw.number(3, 900)} metres", "time": draw.time, "cost": lambda: f"{draw.number(2, 900)} coins",
        "material": lambda: draw.thing(draw.list("MATERIALS") or MATERIALS), "count": lambda: str(draw.number(2, 9999)), "good": lambda: draw.thing("GOODS"), "weight": lambda: f"{draw.number(1, 900)} kilograms",
        "color": lambda: draw.thing("COLORS"), "speed": lambda: f"{draw.number(5, 900)} km/h", "job": lambda: draw.thing("teacher baker doctor farmer painter lawyer pilot nurse writer singer".split()),
        "any": lambda: draw.pick([draw.word, draw.name, lambda: str(draw.number())])(), "han": lambda: draw.han(draw.between(2, 3)), "number": lambda: str(draw.number(2, 999)),
        "zh material": lambda: draw.pick(CHINESE_MATERIALS),
    }[kind]()


def entity(draw, kind):
    if kind == "zh":
        return draw.han(draw.between(2, 3)) + draw.pick(CHINESE_PLACES)
    if kind == "any":
        kind = draw.pick(["place", "company", "object", "person"])
    return {"place": lambda: f"the {draw.name()} {draw.pick(draw.list('PLACES') or PLACES)}", "company": lambda: f"{draw.name()} {draw.pick(COMPANIES)}", "object": lambda: f"the {draw.name()} {draw.pick(OBJECTS)}",
            "person": draw.full_name}[kind]()


def filler(draw, chinese):
    if chinese:
        return draw.pick(draw.list("CHINESE_FILLERS") or CHINESE_FILLERS).format(n=draw.han(2), m=draw.han(3), o=entity(draw, "zh"))
    return draw.pick(draw.list("FILLERS") or FILLERS).format(n=draw.name(), m=draw.name(), o=entity(draw, "place"), **({} if draw.held_out else dict(a=draw.word(), b=draw.word(), c=draw.word())))
