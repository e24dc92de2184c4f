"""Anything else: an honest short reply, in the language of the question."""
from ..messages import Conversation
from . import systems

ENGLISH = "I am a small demo model, so I can only help with short chats, arithmetic, tool calls and questions about documents."
CHINESE = "我是一个小型演示模型,只能进行简短对话、算术、工具调用和文档问答。"
TOPICS = """football music history physics cooking travel movies politics painting gardening chess programming oceans philosophy love money cars dogs cats birds
    fishing tennis opera jazz bread cheese wine coffee tea sugar rivers mountains deserts forests planets stars moons rockets airplanes trains ships bridges
    castles kings queens wars treaties laws courts taxes banks stocks insurance farming wheat rice maize cattle sheep horses bees ants spiders snakes whales
    sharks dinosaurs fossils volcanoes earthquakes storms snow rain climate energy oil coal solar wind atoms molecules cells genes viruses vaccines doctors
    hospitals surgery dentists diets yoga running swimming cycling skiing dancing singing guitars pianos violins drums poems novels theatre films cameras
    photography fashion shoes hats jewellery gold silver diamonds glass paper printing books newspapers radio television computers robots phones the internet
    databases compilers algorithms geometry algebra calculus probability statistics logic ethics religion myths gods angels dreams memory sleep emotions""".split()
CHINESE_TOPICS = """足球 音乐 历史 物理 做饭 旅行 电影 绘画 编程 海洋 汽车 哲学 爱情 经济 法律 数学史 化学 生物 动物 植物 天文 宇宙 火箭 飞机 火车 茶叶 咖啡
    美食 服装 摄影 舞蹈 钢琴 诗歌 小说 戏剧 新闻 互联网 机器人 手机 健康 医学 睡眠 心理 教育 大学 体育 游泳 跑步 象棋 书法 建筑 农业 气候 能源""".split()
QUESTIONS = """Write a poem about {0}.|Write a story about {0}.|What do you think about {0}?|Who invented {0}?|Tell me about the history of {0}.|How do I learn {0}?
Why is {0} important?|Explain {0} to me.|Write a {0} program.|Give me advice about {0}.|Summarize the book about {0}.|Translate {0} into German.|Do you like {0}?
Can you help me with {0}?|What is the best {0}?|How does {0} work?|Where does {0} come from?|Compare {0} and {1}.|What is the difference between {0} and {1}?|Is {0} better than {1}?
I am worried about {0}.|Recommend something about {0}.|Who is the most famous person in {0}?|When did {0} begin?|How much {0} is there in the world?|What does {0} mean?|Define {0}.
Write an email about {0}.|Write a song about {0} and {1}.|Should I buy {0}?|How many kinds of {0} are there?|Tell me a fact about {0}.|Why do people like {0}?|What happened to {0} last year?
Give me five ideas for {0}.|Draw {0}.|Teach me {0}.|I want to know more about {0}.|Is {0} dangerous?|What is the future of {0}?|Prove that {0} is good.|Discuss {0}.|{0}|{0}?|{0} and {1}
What is the population of {2}?|What is the capital of {2}?|Who is the president of {2}?|Where is {2}?|Who is {2}?|Have you heard of {2}?|How far is it from {2} to {3}?|What language do they speak in {2}?
Is {2} a good place to live?|Who won the match between {2} and {3}?|When was {2} born?|What did {2} write?|Tell me about {2}.|How old is {2}?|Plan a trip to {2}.|What should I eat in {2}?
Who wrote {2}?|What is {2} famous for?|Fix my code.|What is the meaning of life?|What day is it?|What is the news today?|Are you human?|Can you see me?|Play a song.|Open the window.
How do I lose weight?|Write a short essay.|I feel sad.|I am bored.|Tell me a secret.|What should I do today?|Who will win the election?|Sort a list in Python.|How do I cook rice?|Book a flight for me.
Translate this sentence.|What is the weather like?|What time is it?|Give me a recipe.|Why is the sky blue?|How are babies made?|Do aliens exist?|Can you keep a secret?|Say something interesting.
What is the largest animal?|Who painted the Mona Lisa?|How tall is the highest mountain?|What is the speed of light?|Write a haiku.|Tell me something odd.|Guess what I am thinking.""".replace("\n", "|").split("|")
CHINESE_QUESTIONS = """写一首关于{0}的诗。|你怎么看{0}?|谁发明了{0}?|给我讲讲{0}的历史。|如何学习{0}?|{0}为什么重要?|请解释{0}。|写一个关于{0}的故事。|{0}和{1}有什么区别?|推荐一些{0}方面的书。
{0}是怎么工作的?|你喜欢{0}吗?|我想了解{0}。|{0}的未来会怎样?|给我一些关于{0}的建议。|写一封关于{0}的邮件。|介绍一下{0}。|什么是{0}?|{0}有哪些种类?|{0}好还是{1}好?|教我{0}。|{0}
{2}的人口是多少?|{2}在哪里?|{2}是谁?|{2}有什么好吃的?|给我讲讲{2}。|今天天气怎么样?|现在几点了?|今天有什么新闻?|帮我写代码。|我很无聊。|我不开心。|人生的意义是什么?|帮我订一张机票。
天空为什么是蓝色的?|世界上最高的山是什么?|你是人类吗?|讲个秘密。|翻译这句话。|怎么做红烧肉?|法国的总统是谁?|日本的首都是哪里?|给我唱首歌。|我应该怎么减肥?""".replace("\n", "|").split("|")


def turn(draw, chinese=None):
    if (draw.chance(0.3) if chinese is None else chinese):
        topics = draw.sample(draw.list("CHINESE_TOPICS") or CHINESE_TOPICS, 2)
        return Conversation().user(draw.say(draw.pick(draw.list("CHINESE_OUTSIDE") or CHINESE_QUESTIONS).replace("{", "{s"), s0=topics[0], s1=topics[1], s2=draw.han(draw.between(2, 3)))).answer(CHINESE)
    topic = lambda: draw.word() if draw.chance(0.15) else draw.pick(draw.list("TOPICS") or TOPICS)
    place = lambda: draw.pick([draw.city, draw.full_name, draw.name])()
    if draw.chance(0.06):
        return Conversation().user(draw.words(1, 6) + draw.pick([".", "?", "", "!"])).answer(ENGLISH)
    question = draw.pick(draw.list("OUTSIDE") or QUESTIONS).replace("{", "{s")
    text = draw.say(question, s0=topic(), s1=topic(), s2=place(), s3=place())
    return Conversation().user(draw.pick(["", "", "", "", "Please help me. ", "Hi! ", "I have a question. "]) + text).answer(ENGLISH)


def question(draw):
    return Conversation(system=systems.maybe(draw)).then(turn(draw))
