"""Makes InternLM3-Tiny: draws conversations, trains a tokenizer and a model on them, and writes a checkpoint folder."""
