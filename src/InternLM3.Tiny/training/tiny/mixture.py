"""How often each ability is drawn. Shares are of conversations, when a run begins and from a quarter of it on."""
from .abilities import calculation, chat, documents, memory, outside, structured, thinking, tools

# Short conversations first: copying, which nearly everything else needs, is learned soonest where little else stands.
SHARES = [
    (thinking.with_prompt, 0.02, 0.12), (thinking.short, 0.10, 0.10), (calculation.with_tool, 0.04, 0.04), (calculation.direct, 0.10, 0.09), (calculation.drill, 0.04, 0.12),
    (tools.conversation, 0.10, 0.19), (tools.two, 0.01, 0.05), (tools.none, 0.02, 0.05), (tools.unfit, 0.01, 0.05),
    (documents.question, 0.10, 0.30), (chat.small_talk, 0.05, 0.03), (chat.repeat, 0.20, 0.03), (outside.question, 0.04, 0.04), (memory.facts, 0.12, 0.04), (structured.request, 0.15, 0.05),
]
SETTLED = 0.25
_FUNCTIONS = [function for function, _, _ in SHARES]


def conversation(draw, progress=1.0):
    """The next conversation, when so much of a run is done."""
    late = min(1.0, progress / SETTLED)
    return draw.random.choices(_FUNCTIONS, [first + (later - first) * late for _, first, later in SHARES])[0](draw)
