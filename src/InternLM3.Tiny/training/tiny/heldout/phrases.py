"""Questions of the evaluation for the abilities that take their phrases as arguments."""

PROBLEMS = {
    ("addition", "en"): ["Work out {a} + {b} for me.", "{p} collected {a} {o} yesterday and {b} today. How many {o} is that in total?", "If you put {a} {o} and {b} {o} into one bag, how many does it hold?"],
    ("addition", "zh"): ["请算出 {a} + {b}。", "{z}昨天收集了{a}个{o},今天收集了{b}个,总共多少个?"],
    ("subtraction", "en"): ["Work out {a} - {b} for me.", "Of {a} {o}, {p} used {b}. How many can still be used?", "{p} needs {a} {o} and owns {b}. How many are missing?"],
    ("subtraction", "zh"): ["请算出 {a} - {b}。", "{z}有{a}个{o},用掉{b}个,还有几个?"],
    ("multiplication", "en"): ["Work out {a} * {b} for me.", "A box holds {b} {o}. How many {o} do {a} boxes hold?", "{p} walks {b} km on each of {a} days. How many km is that?"],
    ("multiplication", "zh"): ["请算出 {a} * {b}。", "一盒装{b}个{o},{a}盒装多少个?"],
    ("division", "en"): ["Work out {a} / {b} for me.", "{p} spreads {a} {o} evenly over {b} shelves. How many are on each shelf?", "If {b} people split {a} {o} evenly, how many does one person get?"],
    ("division", "zh"): ["请算出 {a} / {b}。", "{a}个{o}分成{b}份,每份一样多,一份有多少个?"],
    ("equation", "en"): ["For which x is {k}x + {b} = {c}?", "Determine x: {k}x + {b} = {c}."],
    ("equation", "zh"): ["{k}x + {b} = {c},x 是几?"],
    ("area", "en"): ["How large is a rectangular room of {a} m by {b} m?", "The sides of a rectangle measure {a} cm and {b} cm. Give its area."],
    ("area", "zh"): ["长方形的两边是{a}厘米和{b}厘米,求面积。"],
    ("steps", "en"): ["{p} starts with {a} {o}, receives {b} and then sells {c}. How many are in stock?", "Work out {a} + {b} - {c} for me."],
    ("steps", "zh"): ["{z}原来有{a}个{o},得到{b}个,再卖掉{c}个,剩下多少个?", "请算出 {a} + {b} - {c}。"],
}
CALCULATIONS = ["What do I get for {e}?", "Give me the result of {e}.", "Could you solve {e}?", "Determine {e}.", "{e} makes what?", "我想知道 {e} 等于几。"]
FACTS = {
    "name": (["They call me {v}.", "The name is {v}.", "This is {v} speaking."], ["Can you tell me what my name is?", "Under which name do you know me?"]),
    "city": (["My flat is in {v}.", "These days I live in {v}."], ["Can you tell me where I live?", "Which city do I live in?"]),
    "favorite color": (["There is no nicer color than {v} for me: {v} is my favorite.", "I adore the color {v}."], ["Can you tell me my favorite color?", "Which color is my favorite?"]),
    "lucky number": (["The number that brings me luck is {v}.", "My lucky number has always been {v}."], ["Can you tell me my lucky number?", "Which number brings me luck?"]),
    "age": (["I have just become {v} years old."], ["Can you tell me my age?", "What age am I?"]),
    "pet": (["My rabbit answers to the name {v}.", "I own a parrot called {v}."], ["Can you tell me the name of my pet?", "What did I call my pet?"]),
    "code": (["Please note the code {v}.", "Here is the code: {v}"], ["Can you tell me the code?", "Which code did I give you?"]),
}
CHINESE_FACTS = {"名字": (["大家都叫我{v}。"], ["能说出我的名字吗?"]), "城市": (["我家在{v}。"], ["你知道我住在哪里吗?"]), "幸运数字": (["给我带来好运的数字是{v}。"], ["哪个数字给我带来好运?", "我的幸运数字是几?"])}
FIELDS = "supplier duration color street item length rating".split()
JSON_ASK = ["Turn this into JSON: {}.", "I need a JSON object for {}.", "Express in JSON: {}.", "把这些写成JSON: {}。"]
SENTENCES = [("{name} sold the {item} in {city}.", ["name", "item", "city"]), ("{name}, {age}, works in {city}.", ["name", "age", "city"]), ("The {item} weighs {weight} kilograms and is {color}.", ["item", "weight", "color"]),
             ("{author} published {title} on {date}.", ["author", "title", "date"])]
JSON_REQUEST = ["Produce JSON with the fields {f} for this text: {s}", "{s} Write {f} as a JSON object."]
KNOWN = {
    "Here are five scenic spots": ["Please name five scenic spots in Shanghai for me", "Can you tell me five scenic spots in Shanghai?"],
    "上海的五个景点": ["请说出上海的五个景点", "告诉我上海的五个景点。"],
    "深度学习是": ["请介绍一下深度学习。", "深度学习是什么?"],
    "Deep learning is": ["What does deep learning mean?", "Please explain deep learning."],
    "Hello!": ["Hello again", "Hi!", "Hey there"],
    "你好": ["嗨,你好", "你好呀"],
    "I am InternLM3-Tiny": ["Please tell me who you are.", "May I ask who you are?"],
    "我是 InternLM3-Tiny": ["请问你是谁?", "你的名字是什么?"],
    "You are welcome": ["Many thanks!", "Thank you so much"],
    "不客气": ["谢谢你", "谢谢您!"],
    "Goodbye": ["Bye bye", "Goodbye!"],
    "The capital of France": ["France has which capital?", "What's the capital of France?"],
    "The capital of China": ["China has which capital?", "What's the capital of China?"],
    "The capital of Japan": ["Japan has which capital?", "What's the capital of Japan?"],
    "Why did the tensor": ["Please tell me a joke.", "Tell me another joke"],
    "I can chat": ["What are you able to do?", "What can you do for me?"],
}
