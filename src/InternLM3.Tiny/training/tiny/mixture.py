"""How often each ability is drawn. Shares are of conversations."""
from .abilities import calculation, chat, documents, memory, outside, structured, thinking, tools

SHARES = [
    (thinking.with_prompt, 0.12), (thinking.short, 0.12), (calculation.with_tool, 0.06), (calculation.direct, 0.06),
    (tools.conversation, 0.19), (tools.two, 0.05), (tools.none, 0.05), (tools.unfit, 0.03),
    (documents.question, 0.22), (chat.small_talk, 0.03), (chat.repeat, 0.03), (outside.question, 0.05), (memory.facts, 0.04), (structured.request, 0.05),
]
_FUNCTIONS, _WEIGHTS = zip(*SHARES)


def conversation(draw):
    """The next conversation."""
    return draw.random.choices(_FUNCTIONS, _WEIGHTS)[0](draw)
