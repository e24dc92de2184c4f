"""Facts a user tells and asks for later, over other turns."""
from ..messages import Conversation
from . import chat, outside, systems

# What is remembered, how it is told, how it is asked for.
FACTS = {
    "name": (["My name is {v}.", "I am {v}.", "I'm {v}.", "Call me {v}.", "Hello, my name is {v}.", "Hi, {v} here.", "You can call me {v}.", "{v} is my name.", "People call me {v}.", "I go by {v}.", "Hello! I am called {v}.", "My first name is {v}.", "Folks know me as {v}.", "{v}, that is me.", "I was given the name {v}.", "Write down that I am {v}.", "Please remember that my name is {v}."],
             ["What is my name?", "Do you remember my name?", "Who am I?", "What am I called?", "Tell me my name.", "What's my name?", "Do you know my name?", "Can you say my name?", "Which name did I give you?", "Please repeat my name.", "Say my name.", "By which name do I go?", "How do people call me?", "What name do I have?", "And my name was?"]),
    "city": (["My city is {v}.", "I live in {v}.", "I am from {v}.", "My home is in {v}.", "I come from {v}.", "I moved to {v}.", "My house is in {v}.", "I am living in {v}.", "{v} is where I live.", "My place is in {v}.", "For years I have lived in {v}.", "Home for me is {v}.", "I was born in {v} and still live there."],
             ["What is my city?", "Where do I live?", "Where am I from?", "Do you remember my city?", "In which city do I live?", "Do you know where I live?", "Tell me my city.", "Where is my home?", "What city am I from?", "Say where I live.", "Which town is my home?", "And where do I live?"]),
    "favorite color": (["My favorite color is {v}.", "I like {v} best.", "The color I love is {v}.", "I love the color {v}.", "{v} is my favorite color.", "Of all colors I prefer {v}.", "The best color is {v}.", "No color is as nice as {v}.", "Give me {v} over any other color.", "For me the finest color is {v}."],
                       ["What is my favorite color?", "Which color do I like?", "Do you remember my favorite color?", "What color do I love?", "Tell me my favorite color.", "Do you know which color I like?", "Which color do I prefer?", "Say which color I like best.", "And my favorite color?", "Which color is the one I love?"]),
    "lucky number": (["My lucky number is {v}.", "Remember my lucky number: {v}.", "{v} is my lucky number.", "The number {v} is lucky for me.", "I like the number {v}.", "My favorite lucky number is {v}.", "Luck comes to me with {v}.", "The number {v} has been good to me.", "Since childhood {v} is my lucky number.", "A number that is lucky for me: {v}.", "When I need luck I choose {v}."],
                     ["What is my lucky number?", "Do you remember my lucky number?", "Which number is lucky for me?", "Tell me my lucky number.", "Do you know my lucky number?", "What number do I like?", "Say my lucky number.", "And my lucky number was?", "With which number am I lucky?", "What is the number of my luck?"]),
    "age": (["I am {v} years old.", "My age is {v}.", "I turned {v} this year.", "I will be {v} soon; say I am {v}.", "{v} is my age.", "Since Monday I am {v} years old.", "I am now {v}, so old already."], ["Tell me my age.", "Do you know how old I am?", "How old am I?", "What is my age?", "Do you remember my age?"]),
    "pet": (["My pet is called {v}.", "I have a dog named {v}.", "My cat is {v}.", "The name of my pet is {v}.", "My dog is called {v}.", "I have a cat, {v}.", "Our horse is named {v}.", "My parrot has the name {v}."],
            ["What is my pet called?", "What is the name of my pet?", "Do you remember my pet?", "Tell me the name of my pet.", "What is my pet's name?", "How is my pet called?", "Say the name of my pet.", "Which name did I give my pet?", "And my pet is called?"]),
    "job": (["I work as a {v}.", "My job is {v}.", "I am a {v} by profession."], ["What is my job?", "What do I work as?", "Do you remember my job?"]),
    "code": (["My code is {v}.", "Remember the code {v}.", "The code is {v}.", "Keep this code in mind: {v}.", "My password is the code {v}.", "Store the code {v}.", "The door code is {v}.", "Code: {v}.", "You should note this code: {v}.", "{v} is the code."], ["What is my code?", "What was the code?", "Tell me the code again.", "Do you remember the code?", "What code did I tell you?", "Which code should you remember?", "Do you know the code?", "Say the code.", "And the code was?"]),
    "friend": (["My friend is called {v}.", "{v} is my friend.", "My best friend is {v}."], ["What is my friend called?", "Who is my friend?", "Do you remember my friend?"]),
}
CHINESE = {
    "名字": (["我叫{v}。", "我的名字是{v}。", "你好,我是{v}。", "你可以叫我{v}。", "我姓名是{v}。", "请叫我{v}。", "朋友们叫我{v}。", "人们称我为{v}。", "{v}是我的名字。"], ["我叫什么名字?", "你记得我的名字吗?", "我是谁?", "告诉我我的名字。", "你知道我叫什么吗?", "请说出我的名字。", "我的名字是什么?", "说说我叫什么。"]),
    "城市": (["我住在{v}。", "我的城市是{v}。", "我来自{v}。", "我的家在{v}。", "我在{v}生活。", "我现在住{v}。", "{v}是我的家。"], ["我住在哪里?", "我的城市是哪里?", "我来自哪里?", "你记得我住在哪里吗?", "我的家在哪里?", "我在哪个城市生活?", "你知道我的城市吗?", "说说我住在哪里。"]),
    "幸运数字": (["我的幸运数字是{v}。", "请记住我的幸运数字{v}。", "{v}是我的幸运数字。", "我喜欢数字{v},它是我的幸运数字。", "数字{v}让我走运。", "我觉得{v}很幸运。"], ["我的幸运数字是多少?", "你记得我的幸运数字吗?", "哪个是我的幸运数字?", "告诉我我的幸运数字。", "哪个数字让我走运?", "什么数字对我来说幸运?", "说出我的幸运数字。"]),
    "年龄": (["我今年{v}岁。", "我的年龄是{v}。"], ["我今年多大?", "我的年龄是多少?"]),
}
JOBS = "teacher baker doctor farmer painter lawyer pilot nurse writer singer cook driver".split()


def value(draw, label):
    return {
        "name": draw.person, "city": draw.city, "favorite color": lambda: draw.thing("COLORS"), "lucky number": lambda: str(draw.number(1, 999)),
        "age": lambda: str(draw.between(5, 99)), "pet": draw.name, "job": lambda: draw.thing(draw.list("JOBS") or JOBS), "friend": draw.person,
        "code": lambda: draw.pick([draw.word().upper()[:5], str(draw.number(1000, 9999)), f"{draw.pick('ABCDEFGHK')}-{draw.number(10, 999)}"]),
        "名字": draw.chinese_name,
        "城市": draw.chinese_city, "幸运数字": lambda: str(draw.number(1, 999)), "年龄": lambda: str(draw.between(5, 99)),
    }[label]()


def facts(draw, english=FACTS, chinese=CHINESE):
    conversation = Conversation(system=systems.maybe(draw))
    table, told, asked = (chinese, "好的!你的{}是{}。", "你的{}是{}。") if draw.chance(0.2) else (english, "Nice to know! Your {} is {}.", "Your {} is {}.")
    known = [(label, value(draw, label)) for label in draw.sample(table, draw.pick([1, 1, 2, 2, 3]) if table is english else draw.pick([1, 2]))]
    for label, fact in known:
        conversation.user(draw.say(draw.pick(table[label][0]), v=fact)).answer(told.format(label, fact))
        for _ in range(draw.pick([0, 0, 1])):
            conversation.then(draw.pick([chat, chat, outside]).turn(draw))
    for label, fact in draw.sample(known, draw.between(1, len(known))):
        conversation.user(draw.say(draw.pick(table[label][1]))).answer(asked.format(label, fact))
    return conversation
