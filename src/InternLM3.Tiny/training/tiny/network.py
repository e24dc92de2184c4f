"""InternLM3's decoder, small: RMSNorm, grouped-query attention with rotary positions, SwiGLU, an untied head."""
import math

import torch
import torch.nn.functional as F

from .fused import RmsNorm, SplitHeads, SwiGlu

HIDDEN, LAYERS, HEADS, KV_HEADS, HEAD_DIM, INTERMEDIATE = 256, 6, 4, 2, 64, 704
THETA, POSITIONS, EPSILON = 100000, 4096, 1e-5
QUERY, KEY = HEADS * HEAD_DIM, KV_HEADS * HEAD_DIM


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        small = 0.02 / math.sqrt(2 * LAYERS)
        self.qkv = _matrix(QUERY + 2 * KEY, HIDDEN)  # query, key and value projections in one product
        self.out = _matrix(HIDDEN, QUERY, small)
        self.gate_up = _matrix(2 * INTERMEDIATE, HIDDEN)
        self.down = _matrix(HIDDEN, INTERMEDIATE, small)
        self.attention_norm = torch.nn.Parameter(torch.ones(HIDDEN))
        self.mlp_norm = torch.nn.Parameter(torch.ones(HIDDEN))

    def matrices(self):
        """Matrices under the checkpoint's names: views of the fused ones."""
        q, k, v = self.qkv.split([QUERY, KEY, KEY])
        gate, up = self.gate_up.split(INTERMEDIATE)
        return {"self_attn.q_proj": q, "self_attn.k_proj": k, "self_attn.v_proj": v, "self_attn.o_proj": self.out, "mlp.gate_proj": gate, "mlp.up_proj": up, "mlp.down_proj": self.down,
                "input_layernorm": self.attention_norm, "post_attention_layernorm": self.mlp_norm}


class Network(torch.nn.Module):
    def __init__(self, rows):
        super().__init__()
        self.embedding, self.head, self.norm = _matrix(rows, HIDDEN), _matrix(rows, HIDDEN), torch.nn.Parameter(torch.ones(HIDDEN))
        self.layers = torch.nn.ModuleList(Layer() for _ in range(LAYERS))
        angles = torch.arange(POSITIONS)[:, None] * (float(THETA) ** (-torch.arange(0, HEAD_DIM // 2) * 2 / HEAD_DIM))[None]
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    def tensors(self):
        """Every weight under its name in a Hugging Face checkpoint."""
        named = {"model.embed_tokens.weight": self.embedding, "lm_head.weight": self.head, "model.norm.weight": self.norm}
        for i, layer in enumerate(self.layers):
            named |= {f"model.layers.{i}.{name}.weight": tensor for name, tensor in layer.matrices().items()}
        return named

    def forward(self, ids, positions, picked, prefix=None):
        """
        Logits at the picked places (indices into the flattened batch). Each row is one conversation and sees itself alone; with a prefix
        (ids of one row, at positions from 0) every row also sees that, which is computed once for all.
        """
        x, before = F.embedding(ids, self.embedding), None if prefix is None else F.embedding(prefix, self.embedding)
        positions = self._angles(positions)
        before_positions = None if prefix is None else self._angles(torch.arange(prefix.shape[1], device=ids.device)[None])
        for i, layer in enumerate(self.layers):
            past, last = None, i == LAYERS - 1
            if before is not None:
                q, *past = self._project(layer, before, before_positions)
                if not last:
                    before = _mix(layer, before, _attend(q, *past))
            attended = _attend(*self._project(layer, x, positions), past)
            # After the last attention only the picked places matter.
            x = _mix(layer, *[part.flatten(0, 1)[picked] for part in (x, attended)]) if last else _mix(layer, x, attended)
        return F.linear(RmsNorm.apply(x, self.norm, EPSILON), self.head)

    def _angles(self, positions):
        return self.cos[positions][:, :, None], self.sin[positions][:, :, None]

    def _project(self, layer, x, angles):
        mixed = F.linear(RmsNorm.apply(x, layer.attention_norm, EPSILON), layer.qkv)
        return SplitHeads.apply(mixed, *[part.to(mixed.dtype) for part in angles], HEADS, KV_HEADS)


def _attend(q, k, v, past=None):
    b, _, t, _ = q.shape
    # Query heads of one group stand one after another, so that each key head is used once for all of them.
    rows = HEADS // KV_HEADS * t
    q, k, v = q.reshape(b * KV_HEADS, rows, HEAD_DIM), k.reshape(b * KV_HEADS, t, HEAD_DIM), v.reshape(b * KV_HEADS, t, HEAD_DIM)
    causal = torch.full((t, t), -1e4, dtype=q.dtype, device=q.device).triu(1).repeat(HEADS // KV_HEADS, 1)
    scores = torch.baddbmm(causal[None].expand(b * KV_HEADS, rows, t), q, k.transpose(-1, -2), alpha=HEAD_DIM ** -0.5)
    if past is None:
        mixed = torch.softmax(scores, -1).to(v.dtype) @ v
    else:
        # One product with the shared keys for all rows.
        shared_k, shared_v = past[0][0], past[1][0]
        p = shared_k.shape[1]
        turned = q.view(b, KV_HEADS, rows, HEAD_DIM).transpose(0, 1).reshape(KV_HEADS, b * rows, HEAD_DIM)
        far = (turned @ shared_k.transpose(-1, -2)).mul(HEAD_DIM ** -0.5).view(KV_HEADS, b, rows, p).transpose(0, 1).reshape(b * KV_HEADS, rows, p)
        weights = torch.softmax(torch.cat([far, scores], -1), -1).to(v.dtype)
        far = weights[..., :p].reshape(b, KV_HEADS, rows, p).transpose(0, 1).reshape(KV_HEADS, b * rows, p) @ shared_v
        mixed = weights[..., p:] @ v + far.view(KV_HEADS, b, rows, HEAD_DIM).transpose(0, 1).reshape(b * KV_HEADS, rows, HEAD_DIM)
    return mixed.view(b, HEADS, t, HEAD_DIM).transpose(1, 2).reshape(b, t, QUERY)


def _mix(layer, x, attended):
    x = x + F.linear(attended, layer.out)
    return x + F.linear(SwiGlu.apply(F.linear(RmsNorm.apply(x, layer.mlp_norm, EPSILON), layer.gate_up)), layer.down)


def _matrix(rows, columns, deviation=0.02):
    return torch.nn.Parameter(torch.randn(rows, columns) * deviation)
