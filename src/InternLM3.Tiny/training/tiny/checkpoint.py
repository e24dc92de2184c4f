"""A checkpoint folder in Hugging Face's layout, as the real InternLM3's is: written with fp16 weights, and read again."""
import json
import shutil
import struct
from pathlib import Path

import torch

from . import network
from .messages import SPECIAL
from .vocabulary import BOS, EOS, IM_END, ROWS, SPECIAL_IDS

TEMPLATE = ("{{ bos_token }}{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
            "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
TYPES = {"F16": torch.float16, "F32": torch.float32, "BF16": torch.bfloat16}


def write(folder, tensors, tokenizer):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write_tensors(folder / "model.safetensors", tensors)
    _json(folder / "config.json", {
        "architectures": ["InternLM3ForCausalLM"],
        "auto_map": {"AutoConfig": "configuration_internlm3.InternLM3Config", "AutoModelForCausalLM": "modeling_internlm3.InternLM3ForCausalLM"},
        "bias": False, "bos_token_id": BOS, "eos_token_id": EOS, "head_dim": network.HEAD_DIM, "hidden_act": "silu", "hidden_size": network.HIDDEN, "initializer_range": 0.02,
        "intermediate_size": network.INTERMEDIATE, "max_position_embeddings": network.POSITIONS, "model_type": "internlm3", "num_attention_heads": network.HEADS,
        "num_hidden_layers": network.LAYERS, "num_key_value_heads": network.KV_HEADS, "pad_token_id": EOS, "qkv_bias": False, "rms_norm_eps": network.EPSILON,
        "rope_scaling": {"factor": 6.0, "rope_type": "dynamic"}, "rope_theta": network.THETA, "tie_word_embeddings": False, "torch_dtype": "float16",
        "transformers_version": "4.48.0", "use_cache": True, "vocab_size": ROWS})
    _json(folder / "generation_config.json", {"bos_token_id": BOS, "eos_token_id": [EOS, IM_END], "pad_token_id": EOS, "transformers_version": "4.48.0"})
    added = {"<unk>": 0, "<s>": BOS, "</s>": EOS} | SPECIAL_IDS
    _json(folder / "tokenizer_config.json", {
        "add_bos_token": True, "add_eos_token": False,
        "added_tokens_decoder": {str(i): {"content": text, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False, "special": True} for text, i in added.items()},
        "additional_special_tokens": SPECIAL, "auto_map": {"AutoTokenizer": ["tokenization_internlm3.InternLM3Tokenizer", None]}, "bos_token": "<s>", "chat_template": TEMPLATE,
        "clean_up_tokenization_spaces": False, "eos_token": "</s>", "model_max_length": 1000000000000000019884624838656, "pad_token": "</s>", "sp_model_kwargs": {},
        "spaces_between_special_tokens": False, "tokenizer_class": "InternLM3Tokenizer", "unk_token": "<unk>", "use_default_system_prompt": False})
    _json(folder / "special_tokens_map.json", {"additional_special_tokens": SPECIAL, "bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>", "unk_token": "<unk>"})
    shutil.copyfile(tokenizer, folder / "tokenizer.model")


def read_tensors(folder):
    data = (Path(folder) / "model.safetensors").read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            tensors[name] = torch.frombuffer(bytearray(data[8 + size + first:8 + size + last]), dtype=TYPES[entry["dtype"]]).view(entry["shape"]).float()
    return tensors


def _write_tensors(path, tensors):
    header, blobs, offset = {"__metadata__": {"format": "pt"}}, [], 0
    for name in sorted(tensors):
        blob = tensors[name].detach().to("cpu", torch.float16).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(blob)]}
        offset += len(blob)
        blobs.append(blob)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def _json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
