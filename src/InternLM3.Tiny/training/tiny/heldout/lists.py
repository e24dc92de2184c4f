"""Word lists of the evaluation, under the names of the training's lists they stand for."""

FIRST_NAMES = "Victor Wendy Xavier Yvonne Zachary Agnes Boris Celia Dmitri Esther Fiona Gordon Heidi Igor Joanna Kurt Linda Martin Nora Oscar Pablo Ruth Stefan Teresa Ursula Walter".split()
LAST_NAMES = "Andersen Bauer Costa Delgado Edwards Ferrari Gomez Hoffman Ivanov Johnson Kowalski Lindberg Murphy Nielsen Ortiz Peters".split()
CITIES = "Hamburg Kyoto Lyon Porto Bergen Krakow Seville Naples Zurich Helsinki Budapest Montreal Seattle Austin Melbourne Bogota Accra Tunis Manila Jakarta".split()
COLORS = "violet turquoise beige crimson".split()
THINGS = "pencils tickets bottles cookies stones ribbons".split()
GOODS = "ladder blanket candle umbrella teapot basket hammer kettle".split()
JOBS = "plumber dentist sailor tailor".split()
MATERIALS = "limestone concrete slate bronze".split()
CHINESE_NAMES = "小丽 小军 李娜 王磊 张敏 刘强".split()
CHINESE_THINGS = "铅笔 糖果 气球".split()
CHINESE_CITIES = "长沙 昆明 大连 济南".split()
PLACES = "Fountain Monastery Observatory Arena Cinema Chapel Windmill Aquarium".split()

VERBS = "retrieve lookup register submit rename archive schedule track publish validate assign".split()
NOUNS = "shipment vehicle patient course lecture coupon invoice_total warranty permit sensor badge locker donation subscription coupon_code agenda".split()
PLUGINS = "Clinic Fleet Campus Garage Depot Studio Marina".split()
STRINGS = "destination supplier keyword district passenger reference nickname recipient comment_text vendor".split()
INTEGERS = "amount_units slot width row_number batch_id".split()
NUMBERS = "threshold latitude speed discount".split()
BOOLEANS = "archived confirmed anonymous dry_run".split()
ARRAYS = "labels members topics".split()
INTEGER_ARRAYS = "codes offsets".split()
ENUMS = {"severity": ["minor", "major", "critical"], "season": ["spring", "summer", "autumn", "winter"], "Direction": ["North", "South", "East", "West"], "shape": ["round", "square"]}
CALCULATORS = ["solver", "NumberPlugin-Work", "arithmetic_eval", "abacus"]
SEARCHES = ["library_search", "Archive-FindText", "lookup_text", "WikiPlugin_query"]

PROMPTS = ["You are a reliable assistant for a travel agency.", "You answer questions for customers of a bakery.", "Behave like a professional receptionist and stay brief.", "You support the staff of a hospital.",
           "Always be courteous.", "You are Nimbus, the voice of a smart home.", "你是一家公司的客服助手。", "Respond in plain language."]
INSTRUCTIONS = ["Use nothing but the numbered texts below and mark the text you used, like [3]. Say so when they do not help.", "Answer with a citation in square brackets.",
                "Answer the question using only the numbered documents, and cite them like [1]. If they do not contain the answer, say that you do not know."]

FRAMES = ["Would you {v} the {n} for me, {i}?", "Kindly {v} the {n} using {i}.", "Go ahead and {v} the {n} with {i}.", "Time to {v} a {n}: {i}.", "My request: {v} the {n}, {i}."]
LOOKUPS = ["Give me the {n} for {i}.", "I am looking for the {n} with {i}.", "Do you have the {n} for {i}?"]
SINGLE = ["Could you {v} the {n} of {i}?", "Let me have the {n} for {i}.", "Any {n} for {i}?"]
JOINS = [" and after that ", ". Next, ", "; additionally, "]
BOTH = ["{n} for {a} as well as for {b}?", "Once the {n} for {a} and once for {b}.", "I would like the {n} for {l} {a} and also for {l} {b}."]
REPEAT = ["Copy this text: {}", "Please say exactly: {}", "Write back: {}", "照着写:{}"]
FILLERS = ["Its cellar is said to be haunted by {m}.", "The road from {n} to {o} is steep.", "A festival takes place every spring.", "Bicycles can be hired at the gate.", "{m} grew up in the same street.", "Rain often falls there in April."]
CHINESE_FILLERS = ["那里春天有节日。", "从{n}来的路很陡。", "门口可以租自行车。"]
NOTHING = ["Would you {v} the {n} for me?", "Go ahead and {v} the {n}."]

TOPICS = "archaeology accordions lighthouses typography falconry origami marathons velcro furniture parachutes".split()
OUTSIDE = """Tell me what you know about {0}.|Could you write a few lines on {0}?|What makes {0} special?|I would like an introduction to {0}.|Make a list of famous people in {0}.|How expensive is {0}?
Why did {0} become popular?|Give me your opinion on {0}.|Which country is best for {0}?|Who is {2}, and why does it matter?|What can one see in {2}?|Has {2} ever won a prize?|Help me write my homework on {0}.
Compose a letter to {2}.|Invent a new word.|What will happen tomorrow?|Do you dream?|How many legs does a spider have?|Can you drive a truck?|Show me a picture of {0}.|Pretend to be a wizard.""".replace("\n", "|").split("|")
CHINESE_TOPICS = "考古 折纸 马拉松 家具 降落伞 灯塔 电影史 围棋".split()
CHINESE_OUTSIDE = "跟我说说{0}吧。|{0}有什么特别的?|请写几句关于{0}的话。|{2}为什么有名?|明天会发生什么?|你会开车吗?|蜘蛛有几条腿?|{0}贵不贵?|帮我写作业。|推荐一部关于{0}的片子。".split("|")

ENGLISH_FACTS = [
    ("place", ["{e} was painted by {v}."], "person", ["Who painted {e}?", "By whom was {e} painted?"]),
    ("place", ["{e} was renovated in {v}."], "year", ["When was {e} renovated?", "In which year was {e} renovated?"]),
    ("place", ["{e} stands near {v}.", "{e} stands close to {v}."], "town", ["Where does {e} stand?", "Near which town does {e} stand?"]),
    ("place", ["{e} holds {v} spectators."], "count", ["How many spectators does {e} hold?"]),
    ("place", ["The roof of {e} is covered with {v}."], "material", ["What is the roof of {e} covered with?", "With what is the roof of {e} covered?"]),
    ("company", ["{e} was sold to {v}."], "person", ["To whom was {e} sold?", "Who was {e} sold to?"]),
    ("company", ["{e} pays a wage of {v}."], "cost", ["What wage does {e} pay?", "Which wage does {e} pay?"]),
    ("object", ["{e} has a length of {v}.", "{e} is {v} long."], "height", ["What is the length of {e}?", "How long is {e}?"]),
    ("object", ["{e} was tested by {v}."], "person", ["Who tested {e}?", "By whom was {e} tested?"]),
    ("person", ["{e} studied in {v}."], "town", ["Where did {e} study?", "In which town did {e} study?"]),
    ("person", ["{e} retired in {v}."], "year", ["When did {e} retire?", "In which year did {e} retire?"]),
    ("person", ["{e} collects {v}s."], "good", ["What does {e} collect?"]),
]
CHINESE_FACTS = [
    (["{e}重修于{v}年。"], "year", ["{e}重修于哪一年?"]), (["{e}由{v}管理。"], "han", ["{e}由谁管理?", "谁管理{e}?"]), (["{e}的长度是{v}米。"], "number", ["{e}的长度是多少?", "{e}有多长?"]),
    (["{e}的邻居是{v}。"], "han", ["{e}的邻居是谁?"]),
]
