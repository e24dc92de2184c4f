"""System prompts: none of them changes what the model does, so that an unseen one changes nothing either."""
INTERNLM = ("You are an AI assistant whose name is InternLM (书生·浦语).\n- InternLM (书生·浦语) is a conversational language model that is developed by Shanghai AI Laboratory "
            "(上海人工智能实验室). It is designed to be helpful, honest, and harmless.\n- InternLM (书生·浦语) can understand and communicate fluently in the language chosen by the user "
            "such as English and 中文.")
FIXED = ["You are a helpful assistant.", "You are a helpful assistant.", "You are an AI assistant whose name is InternLM.", INTERNLM, "你是一个有用的助手。", "Be brief.",
         "You are a friendly assistant. Answer in one sentence.", "你是一个乐于助人的中文助手,请简短回答。", "S"]
ROLES = "librarian clerk guide planner tutor shopkeeper engineer pilot gardener accountant nurse coach editor agent bot chef translator secretary analyst".split()
TRAITS = "polite patient careful friendly concise honest cheerful precise calm professional quick kind".split()
RULES = ["Answer briefly.", "Use the tools when they help.", "Be exact.", "Never guess.", "Keep answers short.", "Answer in the language of the user.", "Do not make things up.",
         "If you are not sure, say so.", "Stay polite.", "Call a function when one fits.", "Today is {date}.", "You work for {name}.", "The user is called {name}."]


def draw_prompt(draw):
    if prompts := draw.list("PROMPTS"):
        return draw.pick(prompts)
    if draw.chance(0.4):
        return draw.pick(FIXED)
    first = draw.pick(["You are a {t} {r}.", "You are {name}, a {t} {r}.", "You are a {t} and {u} assistant.", "Act as a {r}.", "You help users of {name}."])
    rules = " ".join(draw.sample(RULES, draw.pick([0, 1, 1, 2])))
    return f"{first} {rules}".strip().format(
        t=draw.pick(TRAITS), u=draw.pick(TRAITS), r=draw.pick(ROLES), name=draw.name(), date=draw.date())


def maybe(draw, probability=0.45):
    return draw_prompt(draw) if draw.chance(probability) else None
