"""The message format, in one place: what a conversation is, and how the product's chat template writes it."""
import json
from pathlib import Path

IM_START, IM_END = "<|im_start|>", "<|im_end|>"
ACTION_START, ACTION_END = "<|action_start|>", "<|action_end|>"
PLUGIN, INTERPRETER = "<|plugin|>", "<|interpreter|>"
SPECIAL = [IM_START, IM_END, ACTION_START, ACTION_END, PLUGIN, INTERPRETER]

# The model card's thinking prompt, read from the library's own source, so that there is one copy of it.
_SOURCE = Path(__file__).resolve().parents[3] / "InternLM3" / "Thinking" / "ThinkingPrompt.cs"


def thinking_prompt(budget=8192):
    text = _SOURCE.read_text(encoding="utf-8").split('"""')[1].split("\n")[1:-1]
    indent = min(len(line) - len(line.lstrip(" ")) for line in text if line)
    return "\n".join(line[indent:] for line in text).replace("[[8192]]", f"[[{budget}]]")


def dumps(value):
    """JSON as the product writes it: one line, ', ' and ': '."""
    return json.dumps(value, ensure_ascii=False)


class Conversation:
    """Messages in order. `thinking` is the budget of the thinking prompt, or None."""

    def __init__(self, system=None, tools=None, thinking=None):
        self.system, self.offered, self.thinking, self.messages = system, tools or [], thinking, []

    def user(self, text):
        self.messages.append({"role": "user", "text": text})
        return self

    def answer(self, text):
        self.messages.append({"role": "assistant", "text": text})
        return self

    def call(self, *calls):
        """Calls of one turn: pairs of a function's name and its arguments."""
        self.messages.append({"role": "assistant", "calls": [{"name": name, "arguments": arguments} for name, arguments in calls]})
        return self

    def result(self, text):
        self.messages.append({"role": "tool", "text": text})
        return self

    def then(self, other):
        self.messages += other.messages
        return self

    def prefix(self):
        """The system turn of a thinking conversation, which many conversations share; None for others."""
        if self.thinking is None:
            return None
        prompt = thinking_prompt(self.thinking)
        return _turn("system", prompt if self.system is None else f"{self.system}\n{prompt}")

    def segments(self):
        """What follows the prefix: pairs of a text and whether the model is to learn to write it."""
        parts = []
        if self.thinking is None and self.system is not None:
            parts.append((_turn("system", self.system), False))
        if self.offered:
            parts.append((_turn(f"system name={PLUGIN}", dumps(self.offered)), False))
        for message in self.messages:
            if message["role"] == "user":
                parts.append((_turn("user", message["text"]), False))
            elif message["role"] == "tool":
                parts.append((_turn(f"environment name={PLUGIN}", message["text"]), False))
            else:
                parts.append((f"{IM_START}assistant\n", False))
                parts.append((_answer(message) + IM_END, True))
                parts.append(("\n", False))
        return parts[:-1]


def _answer(message):
    calls = [dumps({"name": call["name"], "parameters": call["arguments"]}) for call in message.get("calls", [])]
    return message.get("text", "") + "".join(f"{ACTION_START}{PLUGIN}\n{call}{ACTION_END}" for call in calls)


def _turn(role, text):
    return f"{IM_START}{role}\n{text}{IM_END}\n"
