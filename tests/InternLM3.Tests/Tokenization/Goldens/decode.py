#!/usr/bin/env python3
"""Decodes ids with SentencePiece: decode.py MODEL IDS, one JSON array of ids and text a line.

Decodes every line of the file IDS, then 300 random mixtures of text, byte and word-beginning tokens.
"""
import json
import random
import sys

import sentencepiece

processor = sentencepiece.SentencePieceProcessor(sys.argv[1])
r = random.Random(3)
ids = [[int(token) for token in line.split()] for line in open(sys.argv[2])]
every = [i for i in range(len(processor)) if not processor.is_control(i) and not processor.is_unknown(i)]
kinds = [every, [i for i in every if processor.is_byte(i)] or every, [i for i in every if processor.id_to_piece(i).startswith("\u2581")]]
ids += [[r.choice(r.choice(kinds)) for _ in range(r.randint(0, 15))] for _ in range(300)]
for tokens in ids[::2]:
    print(json.dumps([tokens, processor.decode(tokens)]))
