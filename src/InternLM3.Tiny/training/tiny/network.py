"""InternLM3's decoder, small: RMSNorm, grouped-query attention with rotary positions, SwiGLU, an untied head."""
import math

import torch
import torch.nn.functional as F

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
        self.register_buffer("cos", torch.cat([angles.cos()] * 2, -1), persistent=False)
        self.register_buffer("sin", torch.cat([angles.sin()] * 2, -1), persistent=False)

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
        causal = torch.full((ids.shape[1],) * 2, -1e4, device=ids.device).triu(1)
        x, before = F.embedding(ids, self.embedding), None
        if prefix is not None:
            before = F.embedding(prefix, self.embedding)
            before_positions = torch.arange(prefix.shape[1], device=ids.device)[None]
            before_causal = torch.full((prefix.shape[1],) * 2, -1e4, device=ids.device).triu(1)
        for i, layer in enumerate(self.layers):
            past = None
            if before is not None:
                q, *past = self._project(layer, before, before_positions)
                if i < LAYERS - 1:
                    before = _mix(layer, before, _attend(q, *past, before_causal))
            q, k, v = self._project(layer, x, positions)
            x = _mix(layer, x, _attend(q, k, v, causal, past))
        return F.linear(_rms(x.flatten(0, 1)[picked], self.norm), self.head)

    def _project(self, layer, x, positions):
        b, t, _ = x.shape
        mixed = F.linear(_rms(x, layer.attention_norm), layer.qkv)
        qk = mixed[..., :QUERY + KEY].view(b, t, HEADS + KV_HEADS, HEAD_DIM)
        cos, sin = self.cos[positions][:, :, None].to(qk.dtype), self.sin[positions][:, :, None].to(qk.dtype)
        a, c = qk.chunk(2, -1)
        qk = (qk * cos + torch.cat([-c, a], -1) * sin).transpose(1, 2)
        v = mixed[..., QUERY + KEY:].view(b, t, KV_HEADS, HEAD_DIM).transpose(1, 2)
        # Query heads of one group stand one after another, so that each key head is used once for all of them.
        q = (qk[:, :HEADS] * HEAD_DIM ** -0.5).reshape(b, KV_HEADS, HEADS // KV_HEADS * t, HEAD_DIM)
        return q, qk[:, HEADS:], v


def _attend(q, k, v, causal, past=None):
    b, groups, rows, _ = q.shape
    t = k.shape[2]
    scores = (q @ k.transpose(-1, -2)).view(b, groups, rows // t, t, t) + causal.to(q.dtype)
    if past is None:
        mixed = torch.softmax(scores, -1).to(v.dtype).view(b, groups, rows, t) @ v
    else:
        # One product with the shared keys for all rows.
        shared_k, shared_v = past[0][0], past[1][0]
        p = shared_k.shape[1]
        far = (q.transpose(0, 1).reshape(groups, b * rows, HEAD_DIM) @ shared_k.transpose(-1, -2)).view(groups, b, rows, p).transpose(0, 1)
        weights = torch.softmax(torch.cat([far.reshape(b, groups, rows, p), scores.view(b, groups, rows, t)], -1), -1).to(v.dtype)
        mixed = weights[..., p:] @ v
        mixed = mixed + (weights[..., :p].transpose(0, 1).reshape(groups, b * rows, p) @ shared_v).view(groups, b, rows, HEAD_DIM).transpose(0, 1)
    return mixed.view(b, HEADS, t, HEAD_DIM).transpose(1, 2).reshape(b, t, QUERY)


def _mix(layer, x, attended):
    x = x + F.linear(attended, layer.out)
    gate, up = F.linear(_rms(x, layer.mlp_norm), layer.gate_up).chunk(2, -1)
    return x + F.linear(F.silu(gate) * up, layer.down)


def _rms(x, weight):
    x = x.float()
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPSILON) * weight


def _matrix(rows, columns, deviation=0.02):
    return torch.nn.Parameter(torch.randn(rows, columns) * deviation)
