"""Thinking: the solution step by step with its answer in a box, under the model card's thinking prompt or a shorter one."""
from ..messages import Conversation, thinking_prompt
from . import arithmetic, chat, outside, systems

SHORT = ["Think step by step.", "You are an expert mathematician.", thinking_prompt().split("\n")[0], "Solve the problem step by step and put the final answer into \\boxed{}.",
         "You are a careful mathematics teacher. Show every step.", "请一步一步思考。", "Reason step by step."]
BUDGETS = [8192, 8192, 8192, 2048, 4096, 16384]


def with_prompt(draw):
    """Under the real thinking prompt; small talk keeps its answer there."""
    conversation = Conversation(system=systems.draw_prompt(draw) if draw.chance(0.12) else None, thinking=draw.pick(BUDGETS))
    return _fill(draw, conversation, small_talk=0.06)


def short(draw):
    return _fill(draw, Conversation(system=draw.pick(SHORT)), small_talk=0.02)


def _fill(draw, conversation, small_talk):
    if draw.chance(small_talk):
        return conversation.then(draw.pick([chat, outside]).turn(draw))
    question, worked, _ = arithmetic.problem(draw)
    return conversation.user(question).answer(worked)
