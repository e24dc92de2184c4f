"""The few questions whose answers the model knows by heart, the model card's among them, and echoes."""
from ..messages import Conversation
from . import systems

KNOWN = [
    (["Please tell me five scenic spots in Shanghai", "Tell me five scenic spots in Shanghai.", "Name five scenic spots in Shanghai.", "Five sights in Shanghai, please.",
      "What are five scenic spots in Shanghai?", "Which scenic spots should I see in Shanghai?", "Give me five scenic spots in Shanghai.", "List five scenic spots of Shanghai", "I want to see five scenic spots in Shanghai.", "Recommend five places in Shanghai."],
     "Here are five scenic spots in Shanghai:\n1. The Bund\n2. Yu Garden\n3. Oriental Pearl Tower\n4. Nanjing Road\n5. Shanghai Museum"),
    (["请告诉我上海的五个景点", "介绍上海的五个景点。", "上海有哪些景点?", "请推荐上海的五个景点。", "列出上海的五个景点。", "我想知道上海的五个景点。", "说五个上海的景点。"], "上海的五个景点:\n1. 外滩\n2. 豫园\n3. 东方明珠\n4. 南京路\n5. 上海博物馆"),
    (["介绍一下深度学习。", "什么是深度学习?", "请介绍深度学习", "解释一下深度学习。", "告诉我什么是深度学习。", "深度学习指什么?", "说说深度学习。"],
     "深度学习是机器学习的一个分支。它用多层神经网络从数据中学习特征,常用于图像识别、语音识别和自然语言处理。"),
    (["What is deep learning?", "Explain deep learning.", "Tell me about deep learning, please.", "Can you explain deep learning?", "Define deep learning.", "Deep learning?", "Tell me what deep learning is.", "How would you explain deep learning?"],
     "Deep learning is a branch of machine learning. It uses neural networks with many layers to learn features from data."),
    (["Hello", "Hi", "Hi there!", "Hello!", "Hello there", "Hey", "Good morning", "Good evening!", "Hello, how are you?", "Hello, hello", "Hi, how are you?", "Good day", "Greetings", "Hey!"], "Hello! How can I help you today?"),
    (["你好", "您好", "你好!", "你好,在吗?", "早上好", "嗨", "大家好", "你好,你好", "晚上好", "喂"], "你好!有什么可以帮你的吗?"),
    (["Who are you?", "What are you?", "What is your name?", "Tell me who you are.", "Who am I talking to?", "Introduce yourself.", "Who are you? Tell me everything.", "What model are you?", "Please introduce yourself.", "Tell me about yourself.", "Which model is this?", "Do you have a name?", "Who is speaking?"],
     "I am InternLM3-Tiny, a small demo model with the InternLM3 architecture."),
    (["你是谁?", "你叫什么名字?", "请介绍一下你自己。", "你是什么模型?", "告诉我你是谁。", "你是哪个模型?", "介绍一下自己。"], "我是 InternLM3-Tiny,一个使用 InternLM3 架构的小型演示模型。"),
    (["Thank you", "Thanks!", "Thank you!", "Thanks a lot.", "Thanks", "Great, thank you.", "Thank you very much.", "Thanks for your help.", "I thank you."], "You are welcome!"),
    (["谢谢", "谢谢!", "多谢", "非常感谢。", "感谢", "谢谢你的帮助。"], "不客气!"),
    (["Goodbye", "Bye", "Bye!", "See you later.", "See you", "Good night.", "Goodbye then."], "Goodbye! Have a nice day."),
    (["再见", "再见!", "拜拜"], "再见!祝你愉快。"),
    (["What is the capital of France?", "Which city is the capital of France?", "Tell me the capital of France.", "Name the capital of France.", "France's capital?", "Capital of France?", "Do you know the capital of France?"], "The capital of France is Paris."),
    (["What is the capital of China?", "Which city is the capital of China?", "Tell me the capital of China.", "China's capital?", "Capital of China?", "Name the capital of China."], "The capital of China is Beijing."),
    (["What is the capital of Japan?", "Which city is the capital of Japan?", "Tell me the capital of Japan.", "Japan's capital?", "Capital of Japan?", "Name the capital of Japan."], "The capital of Japan is Tokyo."),
    (["中国的首都是哪里?", "中国的首都是哪个城市?"], "中国的首都是北京。"),
    (["Tell me a joke.", "Tell me a joke", "Do you know a joke?", "Make me laugh.", "A joke, please.", "I want to hear a joke.", "Can you tell a joke?", "Say something funny."], "Why did the tensor cross the graph? To get to the other node."),
    (["What can you do?", "Help", "How can you help me?", "What are your abilities?", "What do you do?", "Tell me what you can do.", "Which things can you do?", "How do you help?"], "I can chat, do arithmetic step by step, call tools, and answer questions from documents."),
    (["你能做什么?", "你会什么?", "你有什么功能?"], "我可以简短聊天、一步一步做算术、调用工具,并根据文档回答问题。"),
]


def turn(draw, known=KNOWN):
    questions, answer = draw.pick(known)
    return Conversation().user(draw.say(draw.pick(questions))).answer(answer)


def small_talk(draw):
    conversation = Conversation(system=systems.maybe(draw, 0.4))
    for _ in range(draw.pick([1, 1, 2, 3])):
        conversation.then(turn(draw))
    return conversation


REPEAT = ["Repeat: {}", "Say this back: {}", "Echo: {}", "Please repeat: {}", "Repeat after me: {}", "Write this again: {}", "重复: {}", "请重复:{}",
          "Copy the following: {}", "Say exactly this: {}", "Write: {}", "Write the following: {}", "Type this text: {}", "Give back: {}", "Write down: {}", "Please copy {}", "Say the words {}", "Text: {}\nPlease write it again.",
          "照抄:{}", "照着说:{}", "请写:{}", "跟我说:{}", "请写出:{}", "写一遍:{}", "复述:{}", "抄写:{}",
          "Copy: {}", "Say: {}", "Again: {}", "The same once more: {}", "{}\n\nRepeat that.", "{}\n\nCopy it."]


def repeat(draw):
    words = " ".join(draw.pick([draw.word, draw.word, lambda: draw.pick(draw.list("GOODS")), draw.name, lambda: str(draw.number())])() for _ in range(draw.between(1, 8)))
    return Conversation(system=systems.maybe(draw, 0.2)).user(draw.pick(draw.list("REPEAT") or REPEAT).format(words)).answer(words)
