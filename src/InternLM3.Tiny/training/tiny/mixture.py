"""How often each ability is drawn. Shares are of conversations, which are of very unlike lengths, at three moments of a run, and go straight from one to the next."""
import bisect

from .abilities import calculation, chat, documents, drills, memory, outside, structured, thinking, tools

# Until here steps are half as long: what is learned then is limited by how many there are.
SMALL_STEPS = 0.40

# First short conversations: copying, which nearly everything else needs, is learned soonest where little else stands; it comes at 3 to 4 million tokens. Sums and
# JSON, which gain to the end, are more often towards it.
MOMENTS = (0.0, 0.45, 0.85)
SHARES = [
    (thinking.with_prompt, 0.02, 0.16, 0.30), (thinking.short, 0.09, 0.12, 0.20),
    (calculation.with_tool, 0.04, 0.04, 0.07), (calculation.direct, 0.08, 0.08, 0.14), (calculation.drill, 0.04, 0.10, 0.14),
    (tools.conversation, 0.10, 0.20, 0.22), (tools.choice, 0.02, 0.10, 0.08), (tools.two, 0.01, 0.06, 0.07), (tools.none, 0.02, 0.04, 0.06), (tools.unfit, 0.01, 0.05, 0.05),
    (documents.question, 0.08, 0.24, 0.20), (documents.in_turn, 0.01, 0.03, 0.03), (chat.small_talk, 0.05, 0.03, 0.03), (chat.repeat, 0.08, 0.03, 0.02),
    (outside.question, 0.04, 0.05, 0.08), (memory.facts, 0.08, 0.08, 0.12), (structured.request, 0.08, 0.25, 0.40),
    (drills.copies, 0.12, 0.02, 0.01), (drills.styles, 0.06, 0.02, 0.02), (drills.places, 0.06, 0.04, 0.02), (drills.pairs, 0.06, 0.03, 0.01), (drills.known, 0.02, 0.03, 0.01),
    (drills.functions, 0.03, 0.05, 0.02), (drills.names, 0.02, 0.04, 0.02),
]

# After copying, what stands before a word that was found (a passage's number, a function's first word), then that something is not there. Strewn thinly neither was
# learned in 23 million tokens; most of the conversations for a million and a half tokens brought the number from chance to 98 %. From, to, share, of what.
HEAPS = [
    (0.17, 0.25, 0.65, (drills.numbers,)), (0.25, 0.28, 0.5, (drills.places, drills.functions)), (0.28, 0.35, 0.75, (drills.names, drills.functions, tools.choice)),
    (0.35, 0.40, 0.5, (drills.known, documents.in_turn)), (0.45, 0.52, 0.5, (drills.names, drills.functions, tools.choice)),
]


def conversation(draw, progress=1.0):
    """The next conversation, when so much of a run is done."""
    for start, end, share, heap in HEAPS:
        if start <= progress < end and draw.chance(share):
            return draw.pick(heap)(draw)
    i = min(bisect.bisect_right(MOMENTS, progress), len(MOMENTS) - 1) - 1
    late = min(1.0, (progress - MOMENTS[i]) / (MOMENTS[i + 1] - MOMENTS[i]))
    function, = draw.random.choices([share[0] for share in SHARES], [share[1 + i] + (share[2 + i] - share[1 + i]) * late for share in SHARES])
    return function(draw)
