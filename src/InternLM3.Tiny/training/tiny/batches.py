"""Conversations as batches: rows of like length, each one conversation, so that no attention is spent across conversations."""
import random

import torch

from . import mixture
from .network import POSITIONS
from .messages import ACTION_START, PLUGIN
from .vocabulary import BOS, EOS, PIECES, SPECIAL_IDS

# Of what the model does not have to write, this share is learned from too, with this weight: names and forms repeat there.
PROMPT_SHARE, PROMPT_WEIGHT = 0.2, 0.5
CITATION_WEIGHT, CHOICE_WEIGHT, FIRST_WEIGHT = 5.0, 5.0, 3.0
LONGEST = 1000
# How many conversations are sorted by length together.
POOL = 600


class Batch:
    """Ids and positions [rows, length], the flat places whose next tokens are learned, those tokens, their weights, and a shared prefix or None; `work` is how many tokens are computed."""

    def __init__(self, rows, prefix, chance):
        length = max(len(ids) for ids, _ in rows) - 1
        start = 0 if prefix is None else len(prefix)
        ids, positions, places, targets, weights = [], [], [], [], []
        for row, (tokens, learned) in enumerate(rows):
            used = len(tokens) - 1
            ids.append(tokens[:-1] + [EOS] * (length - used))
            positions.append(_positions(length, start, chance))
            for i in range(used):
                if learned[i + 1] or chance.random() < PROMPT_SHARE:
                    places.append(row * length + i)
                    targets.append(tokens[i + 1])
                    weights.append(learned[i + 1] or PROMPT_WEIGHT)
        self.ids, self.positions, self.places = torch.tensor(ids), torch.tensor(positions), torch.tensor(places)
        self.targets, self.weights = torch.tensor(targets), torch.tensor(weights)
        self.prefix = None if prefix is None else torch.tensor([prefix])
        self.tokens = sum(len(tokens) for tokens, _ in rows)
        self.work = self.ids.numel() + start

    def to(self, device):
        for name in ("ids", "positions", "places", "targets", "weights", "prefix"):
            if (tensor := getattr(self, name)) is not None:
                setattr(self, name, tensor.to(device))
        return self


def _positions(length, start, chance):
    """In some rows a gap stands for turns that are not there, so that the model knows far distances without long rows."""
    room = POSITIONS - start - length
    if room <= 0 or chance.random() > 0.25:
        return list(range(start, start + length))
    at, gap = chance.randrange(length), chance.randrange(room)
    return list(range(start, start + at)) + list(range(start + at + gap, start + length + gap))


class Batches:
    """An endless stream of steps, each a list of batches of about `step_tokens` tokens together."""

    def __init__(self, tokenizer, draw, step_tokens, progress=lambda: 1.0, batch_tokens=2560):
        self.tokenizer, self.draw, self.step_tokens, self.progress, self.batch_tokens = tokenizer, draw, step_tokens, progress, batch_tokens
        self.chance = random.Random(draw.random.random())
        self.call, self.opening = SPECIAL_IDS[ACTION_START], tokenizer.encode(f'{PLUGIN}\n{{"name": "')
        self.brackets = {i for i in range(PIECES) if tokenizer.pieces.id_to_piece(i).endswith("[")}

    def __iter__(self):
        step, tokens = [], 0
        while True:
            for batch in self._pool():
                step.append(batch)
                tokens += batch.tokens
                if tokens >= self.step_tokens * (0.5 if self.progress() < mixture.SMALL_STEPS else 1):
                    yield step
                    step, tokens = [], 0

    def _pool(self):
        plain, prefixed = [], {}
        for _ in range(POOL):
            conversation = mixture.conversation(self.draw, self.progress())
            row = self._row(conversation)
            if conversation.thinking is None:
                plain.append(row)
            else:
                # A few prompts serve all of a pool: who shares one is not what is learned.
                prefixed.setdefault(len(prefixed) if len(prefixed) < 3 else self.chance.randrange(3), [conversation.prefix()]).append(row)
        batches = self._cut(plain, None)
        for prefix, *rows in prefixed.values():
            batches += self._cut(rows, [BOS] + self.tokenizer.encode(prefix))
        self.chance.shuffle(batches)
        return batches

    def _row(self, conversation):
        ids, learned = ([], []) if conversation.thinking is not None else ([BOS], [0.0])
        names = [self.tokenizer.encode(tool["name"]) for tool in conversation.offered]
        for text, target in conversation.segments():
            part = self.tokenizer.encode(text)
            if len(ids) + len(part) > LONGEST:
                break
            ids += part
            choices = self._choices(part, names) if target else set()
            learned += [CHOICE_WEIGHT if i in choices else self._weight(part, i) if target else 0.0 for i in range(len(part))]
        return ids, learned

    def _choices(self, part, names):
        """Where a called function's name parts from the others on offer. Like a citation's number these are few tokens, need the most looking up, and all else hangs on them."""
        found = set()
        for start in (i + 1 + len(self.opening) for i, id in enumerate(part) if id == self.call):
            left = names
            for i in range(start, len(part)):
                left = [name for name in left if name[:i - start] == part[start:i] and len(name) > i - start]
                if len(left) < 2:
                    break
                if any(name[i - start] != part[i] for name in left):
                    found.add(i)
        return found

    def _weight(self, part, i):
        """A citation's number weighs more: it is one token of an answer, and needs more looking up than all the others. So does the first token, which decides whether to answer, call or decline."""
        return FIRST_WEIGHT if i == 0 else CITATION_WEIGHT if part[i - 1] in self.brackets else 1.0

    def _cut(self, rows, prefix):
        rows = sorted((row for row in rows if len(row[0]) > 2), key=lambda row: len(row[0]))
        # Rows under a prefix go together: the prefix is computed once for each batch.
        budget = self.batch_tokens * (1 if prefix is None else 2)
        batches, first = [], 0
        for i in range(1, len(rows) + 1):
            if i == len(rows) or (i + 1 - first) * len(rows[i][0]) > budget:
                batches.append(Batch(rows[first:i], prefix, self.chance))
                first = i
        return batches
