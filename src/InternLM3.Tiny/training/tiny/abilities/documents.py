"""Answers from numbered passages with the number of the right one, or none where it is not there."""
from ..messages import Conversation
from . import chat, facts, systems, toolbox

UNKNOWN, UNKNOWN_CHINESE = "I do not know. The documents do not say.", "我不知道。文档中没有说明。"
NOTHING_FOUND = "No passages found."
INSTRUCTIONS = ["Answer the question using only the numbered documents, and cite them like [1]. If they do not contain the answer, say that you do not know.",
                "Answer the question using only the numbered documents, and cite them like [1]. If they do not contain the answer, say that you do not know.",
                "Answer from the documents and cite your source.", "Use the documents below to answer. Cite as [n].", "Only use the passages. Give the number of the passage in brackets.",
                "根据编号的文档回答问题,并注明来源,例如[1]。", "Answer with the help of the sources and cite them."]
SEARCHES = ["Search-Query", "search", "SearchPlugin-Search", "KnowledgeBase-Search", "retrieve", "Docs-Search", "docs_search", "docs-search", "rag_search", "find_passages", "Knowledge-lookup", "search_documents"]
ABOUT = ["Searches the documents.", "Search the knowledge base.", "Finds passages that match a query.", "Looks things up in the documents.", "Search."]


class Fact:
    def __init__(self, draw, kind, entity):
        chinese = kind == "zh"
        forms = (draw.list("CHINESE_FACTS") or facts.CHINESE) if chinese else [form for form in draw.list("ENGLISH_FACTS") or facts.ENGLISH if form[0] in (kind, "any")]
        form = draw.pick(forms)
        sentences, values, questions = form[-3:]
        self.key, word = (sentences[0], entity), draw.word() if "{w}" in sentences[0] else ""
        slots = dict(e=entity, w=word)
        form = draw.pick(sentences)
        self.value = facts.value(draw, values)
        self.sentence = capital(form.format(v=self.value, **slots))
        # In a passage that names its subject, the sentence may do with a pronoun.
        self.short = ("它" if chinese else "It") + self.sentence[len(entity):] if form.startswith("{e}") and kind != "person" else None
        self.question = draw.say(draw.pick(questions), **slots)

    def cited(self, number):
        """The sentence with its passage's number, before its mark."""
        return f"{self.sentence[:-1]} [{number}]{self.sentence[-1]}"


def capital(text):
    return text[0].upper() + text[1:]


class Passage:
    """A line about one thing: its facts among other sentences."""

    def __init__(self, draw, chinese, prose):
        self.kind = "zh" if chinese else draw.pick(["place", "place", "place", "company", "object", "person"])
        self.entity = facts.entity(draw, self.kind)
        known = {fact.key: fact for fact in (Fact(draw, self.kind, self.entity) for _ in range(draw.pick([2, 2, 3]) if prose else 1))}
        self.facts = list(known.values())
        heading = draw.chance(0.3) and prose and self.kind not in ("person",)
        sentences = []
        for i, fact in enumerate(self.facts):
            sentences.append(fact.short if fact.short and (i > 0 and draw.chance(0.6) or i == 0 and heading) else fact.sentence)
        if prose:
            for _ in range(draw.pick([0, 1, 1, 2])):
                sentences.insert(draw.between(1, len(sentences)), facts.filler(draw, chinese))
        self.text = ("" if chinese else " ").join(sentences)
        if heading:
            title = capital(self.entity[4:] if self.entity.startswith("the ") else self.entity)
            self.text = f"{title}: {self.text}"


class Library:
    """Passages under their numbers, and questions about them."""

    def __init__(self, draw, chinese, count, first=1, prose=None):
        self.draw, self.chinese, self.told = draw, chinese, []
        self.unknown = UNKNOWN_CHINESE if chinese else UNKNOWN
        prose = draw.chance(0.6) if prose is None else prose
        self.passages = [(first + i, Passage(draw, chinese, prose)) for i in range(count)]

    def __str__(self):
        return "\n".join(f"[{number}] {passage.text}" for number, passage in self.passages)

    def ask(self):
        """A question not asked before, its answer, and the value and number that are right, or None."""
        number, fact = self.draw.pick([(number, fact) for number, passage in self.passages for fact in passage.facts if fact not in self.told] or [(self.passages[0][0], self.passages[0][1].facts[0])])
        self.told.append(fact)
        return fact.question, fact.cited(number), (fact.value, number)

    def ask_in_vain(self):
        """A question no passage answers: about another thing, or something else about one of these."""
        _, passage = self.draw.pick(self.passages)
        known = {fact.key for _, p in self.passages for fact in p.facts}
        while True:
            entity = passage.entity if self.draw.chance(0.4) else facts.entity(self.draw, passage.kind)
            fact = Fact(self.draw, passage.kind, entity)
            if fact.key not in known:
                return fact.question, self.unknown, None

    def ask_several(self, vain):
        """Several questions in one, and their answers one after another."""
        count = self.draw.between(1, min(5, sum(len(passage.facts) for _, passage in self.passages)))
        asked, answers, _ = zip(*self.draw.shuffled([self.ask() for _ in range(count)] + [self.ask_in_vain() for _ in range(2) if self.draw.chance(1.5 * vain)]))
        mark = self.draw.pick([" ", "\n"])
        return mark.join(asked), mark.join(answers)


def search_tool(draw):
    parameter = toolbox.Parameter(draw.pick(["query", "query", "query", "question", "text"]), "string", draw.pick([None, "What to search for.", "The query."]))
    return toolbox.declare(draw, draw.pick(draw.list("SEARCHES") or SEARCHES), draw.pick(ABOUT), [parameter])


def question(draw, count=None, prose=None, vain=0.3):
    """A conversation over documents: in the user's message, in the system prompt, or found by a search."""
    chinese = draw.chance(0.2)
    library = Library(draw, chinese, count or draw.pick([1, 2, 2, 3, 3, 4, 5, 6, 8]), draw.pick([1, 1, 1, draw.between(2, 12)]), prose)
    asked, answer = library.ask_several(vain) if draw.chance(0.2) else (library.ask_in_vain() if draw.chance(vain) else library.ask())[:2]
    instruction = draw.pick(draw.list("INSTRUCTIONS") or INSTRUCTIONS) if draw.chance(0.8) else systems.maybe(draw)
    place = draw.between(0, 3)
    if place == 0:
        head, tail = draw.pick([("Documents", "Question")] * 3 + [("Sources", "Question"), ("Passages", "Q"), ("文档", "问题")])
        conversation = Conversation(system=instruction).user(f"{head}:\n{library}\n\n{tail}: {asked}")
    elif place == 1:
        conversation = Conversation(system=f"{instruction or INSTRUCTIONS[0]}\n\nDocuments:\n{library}").user(asked)
    else:
        return searched(draw, instruction, library, asked, answer)
    conversation.answer(answer)
    # Many questions about the same passages: which number stands before what is copied is one token of an answer, and the last to be learned.
    for _ in range(draw.pick([0, 2, 5, 8])):
        asked, answer, _ = library.ask_in_vain() if draw.chance(1.5 * vain) else library.ask()
        conversation.user(asked).answer(answer)
    return conversation


def in_turn(draw):
    """One question after another about a few short passages, half of them about things that are not there: to see that is learned here first."""
    library = Library(draw, draw.chance(0.25), draw.pick([1, 1, 2, 3]), draw.pick([1, 1, draw.between(2, 9)]), prose=False)
    known = {fact.key for _, passage in library.passages for fact in passage.facts}
    conversation = Conversation(system=draw.pick(INSTRUCTIONS) if draw.chance(0.5) else None)
    for i in range(draw.between(6, 10)):
        number, passage = draw.pick(library.passages)
        fact = passage.facts[0]
        answer = fact.cited(number)
        if draw.chance(0.5):
            while fact.key in known:
                fact = Fact(draw, passage.kind, passage.entity if draw.chance(0.25) else facts.entity(draw, passage.kind))
            answer = library.unknown
        conversation.user(f"Documents:\n{library}\n\nQuestion: {fact.question}" if i == 0 else fact.question).answer(answer)
    return conversation


def searched(draw, instruction, library, asked, answer):
    tool = search_tool(draw)
    name, parameter = tool["name"], next(iter(tool["parameters"]["properties"]))
    conversation = Conversation(system=instruction, tools=draw.shuffled([tool] + ([toolbox.other(draw)] if draw.chance(0.3) else [])))
    if draw.chance(0.08):
        conversation.then(chat.turn(draw))
    for _ in range(draw.pick([1, 1, 1, 2])):
        found, said = (str(library), answer) if draw.chance(0.95) else (NOTHING_FOUND, library.unknown)
        conversation.user(asked).call((name, {parameter: asked.rstrip("?.？。")})).result(found).answer(said)
        library = Library(draw, library.chinese, draw.pick([1, 2, 3]), library.passages[-1][0] + 1)
        asked, answer, _ = library.ask()
    return conversation
