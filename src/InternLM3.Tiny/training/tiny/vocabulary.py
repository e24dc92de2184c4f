"""The tokenizer: byte-pair encoding trained on drawn conversations, in SentencePiece's format."""
import collections
import re
import struct
import tempfile
from pathlib import Path

import sentencepiece

from . import mixture
from .messages import SPECIAL
from .words import Draw

PIECES, ROWS = 2040, 2048
SPECIAL_IDS = {token: PIECES + i for i, token in enumerate(SPECIAL)}
BOS, EOS, IM_END = 1, 2, SPECIAL_IDS["<|im_end|>"]
SPACE = "\u2581"
SPACED_WORDS = 300
_SPLIT = re.compile("(" + "|".join(map(re.escape, SPECIAL)) + ")")
_START = re.compile(SPACE + r"([A-Za-z]+|[^\w\s]+)", re.ASCII)
_HAN = re.compile("([\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])")


def train(path, conversations, seed=7):
    """
    Writes tokenizer.model. Pieces are learned from words without the space before them, and Chinese characters stand alone, so that a
    name is cut into the same pieces wherever it stands: what is copied from a question into a call's JSON, where a quote and no space
    precedes it, keeps its tokens. The most frequent words get a second piece with their space.
    """
    words = collections.Counter()
    draw = Draw(seed)
    for _ in range(conversations):
        conversation = mixture.conversation(draw)
        text = (conversation.prefix() or "") * draw.chance(0.04) + "".join(text for text, _ in conversation.segments())
        for special in SPECIAL:
            text = text.replace(special, "\n")
        words.update(_HAN.sub(r"\n\1\n", text.replace(" ", f"\n{SPACE}")).split("\n"))
    plain = collections.Counter()
    for word, count in words.items():
        plain[word.lstrip(SPACE)] += count
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "words.tsv"
        source.write_text("".join(f"{word}\t{count}\n" for word, count in plain.items() if word and "\t" not in word), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(source), input_format="tsv", model_prefix=str(Path(folder) / "t"), vocab_size=PIECES - 1 - SPACED_WORDS, model_type="bpe", byte_fallback=True, split_digits=True,
            normalization_rule_name="identity", remove_extra_whitespaces=False, allow_whitespace_only_pieces=True, character_coverage=0.99995, unk_id=0, bos_id=1, eos_id=2, pad_id=-1,
            num_threads=1, add_dummy_prefix=False, max_sentence_length=20000, minloglevel=2)
        model = (Path(folder) / "t.model").read_bytes()
    known = sentencepiece.SentencePieceProcessor(model_proto=model)
    starts = collections.Counter()
    for word, count in words.items():
        if start := _START.match(word):
            starts[start[1]] += count
    Path(path).write_bytes(_with_spaces(model, [start for start, _ in starts.most_common() if known.piece_to_id(start) > 258][:SPACED_WORDS]))


class Tokenizer:
    """Text with special tokens to ids: every run between special tokens by itself, as the product does it."""

    def __init__(self, path):
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(path))
        if self.pieces.get_piece_size() != PIECES:
            raise ValueError(f"{path} has {self.pieces.get_piece_size()} pieces; this program makes and takes {PIECES}.")

    def encode(self, text):
        ids = []
        for part in _SPLIT.split(text):
            if part in SPECIAL_IDS:
                ids.append(SPECIAL_IDS[part])
            elif part:
                ids += self.pieces.encode(part)
        return ids


def _with_spaces(model, spaced):
    """Puts the pieces with spaces between the learned merges and the single characters: their merges come last."""
    fields = list(_fields(model))
    pieces = [value for number, value in fields if number == 1]
    # Scores of merges are 0, -1, -2 and so on; a character's is lower than any merge's.
    merges = [piece for piece in pieces if len(_text(piece)) > 1 or _kind(piece) != 1]
    characters = [piece for piece in pieces if not (len(_text(piece)) > 1 or _kind(piece) != 1)]
    score = -sum(1 for piece in merges if _kind(piece) == 1)
    added = [_piece(SPACE + text, score - i) for i, text in enumerate(spaced)]
    characters = [_piece(_text(piece), score - len(added) - i) for i, piece in enumerate([_piece(SPACE, 0)] + characters)]
    body = b"".join(_field(1, piece) for piece in merges + added + characters)
    return body + b"".join(_field(number, value) for number, value in fields if number != 1)


def _fields(data):
    """The length-delimited fields of a protobuf message; SentencePiece's model has no others at its top."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        size, at = _varint(data, at)
        yield key >> 3, data[at:at + size]
        at += size


def _varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
        if byte < 128:
            return value, at


def _field(number, value):
    size, length = len(value), b""
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + value


def _text(piece):
    size = piece[1]
    return piece[2:2 + size].decode("utf-8")


def _kind(piece):
    at = 2 + piece[1] + 5
    return piece[at + 1] if at < len(piece) else 1


def _piece(text, score):
    raw = text.encode("utf-8")
    return bytes([10, len(raw)]) + raw + b"\x15" + struct.pack("<f", score)
