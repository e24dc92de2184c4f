"""Trains: a schedule counted in tokens, so that a run is the same however fast the machine is, and can go on after a stop."""
import contextlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch
import torch.nn.functional as F

from .batches import Batches
from .muon import Muon
from .network import HIDDEN, INTERMEDIATE, KEY, QUERY, Network
from .vocabulary import ROWS
from .words import Draw


class Options:
    """What a run is made of. `tokens` is its length; the rates fall to zero at its end. `after` is the share of the mixture's order that an earlier run has done."""

    def __init__(self, tokens, seed=1, after=0.0, step_tokens=8192, matrix_rate=0.012, rate=0.003, warm_up=0.02, hold=0.1, threads=None):
        self.tokens, self.seed, self.after, self.step_tokens, self.matrix_rate, self.rate = tokens, seed, after, step_tokens, matrix_rate, rate
        self.warm_up, self.hold, self.threads = warm_up, hold, threads

    def progress(self, done):
        """How far the mixture's order is."""
        return self.after + (1 - self.after) * done / self.tokens

    def factor(self, done):
        """The rates' factor: up, level, then straight down to zero."""
        share = done / self.tokens
        return min(1, (share + 1e-9) / self.warm_up, max(0, (1 - share) / (1 - self.hold)))


class Trainer:
    def __init__(self, tokenizer, options, folder):
        torch.manual_seed(options.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        # On a CPU every thread computes batches of its own: operations this small gain little from a second thread.
        self.workers = 1 if self.device.type == "cuda" else options.threads or os.cpu_count()
        torch.set_num_threads(1)
        self.pool = ThreadPoolExecutor(self.workers, initializer=torch.set_num_threads, initargs=(1,))
        self.half = bfloat16_is_faster(self.device)
        self.tokenizer, self.options, self.state = tokenizer, options, Path(folder) / "training-state.pt"
        self.network = Network(ROWS).to(self.device)
        self.muon = Muon([pair for layer in self.network.layers for pair in (
            (layer.qkv, [QUERY, KEY, KEY]), (layer.out, [HIDDEN]), (layer.gate_up, [INTERMEDIATE] * 2), (layer.down, [HIDDEN]))], torch.bfloat16 if self.half else torch.float32)
        fused = {id(parameter) for parameter, _ in self.muon.parameters}
        self.adam = torch.optim.AdamW([p for p in self.network.parameters() if id(p) not in fused], lr=options.rate, betas=(0.9, 0.98), weight_decay=0)
        self.parameters = list(self.network.parameters())
        self.tokens = self.steps = 0

    def load(self, tensors):
        """Begins from weights of a checkpoint."""
        with torch.no_grad():
            for name, tensor in self.network.tensors().items():
                tensor.copy_(tensors[name])

    def resume(self):
        """Goes on where the run in this folder was stopped, if it was; what was drawn since is drawn anew."""
        if self.state.exists():
            saved = torch.load(self.state, map_location=self.device)
            self.network.load_state_dict(saved["network"])
            self.muon.load_state_dict(saved["muon"])
            self.adam.load_state_dict(saved["adam"])
            self.tokens, self.steps = saved["tokens"], saved["steps"]

    def save(self):
        temporary = self.state.with_suffix(".new")
        torch.save({"network": self.network.state_dict(), "muon": self.muon.state_dict(), "adam": self.adam.state_dict(), "tokens": self.tokens, "steps": self.steps}, temporary)
        os.replace(temporary, self.state)

    def run(self, log=print, save_seconds=60):
        # A resumed run draws other conversations than it has seen.
        batches = iter(Batches(self.tokenizer, Draw(f"{self.options.seed} {self.steps}"), self.options.step_tokens, lambda: self.options.progress(self.tokens)))
        started, first, saved, mean = time.time(), self.tokens, time.time(), None
        while self.tokens < self.options.tokens:
            loss = self.step(next(batches))
            mean = loss if mean is None else 0.95 * mean + 0.05 * loss
            if self.steps % 20 == 0:
                log(f"{self.steps} steps, {self.tokens / 1e6:.2f} M tokens, {(self.tokens - first) / (time.time() - started):.0f} tokens/s, loss {mean:.4f}")
            if time.time() - saved > save_seconds:
                self.save()
                saved = time.time()
        self.save()

    def step(self, batches):
        """One step of both optimizers over several batches; gives the mean loss of what the model is to write."""
        factor, total = self.options.factor(self.tokens), sum(float(batch.weights.sum()) for batch in batches)
        shares = [[] for _ in range(self.workers)]
        for batch in sorted(batches, key=lambda batch: -batch.work):
            min(shares, key=lambda share: sum(other.work for other in share)).append(batch)
        answered, loss, gradients = zip(*self.pool.map(lambda share: self._gradients(share, total), shares))
        for parameter, *parts in zip(self.parameters, *gradients):
            parameter.grad = sum(parts[1:], parts[0])
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        for group in self.adam.param_groups:
            group["lr"] = self.options.rate * factor
        self.adam.step()
        self.muon.step(self.options.matrix_rate * factor, decay=0.05, pool=self.pool)
        self.tokens += sum(batch.tokens for batch in batches)
        self.steps += 1
        return sum(loss) / max(1, sum(answered))

    def _gradients(self, batches, total):
        """What some of a step's batches give: how many tokens the model was to write, their loss, and the gradients."""
        answered, answer_loss, gradients = 0, 0.0, [torch.zeros_like(parameter) for parameter in self.parameters]
        for batch in batches:
            batch = batch.to(self.device)
            with self._precision():
                logits = self.network(batch.ids, batch.positions, batch.places, batch.prefix)
            losses = F.cross_entropy(logits.float(), batch.targets, reduction="none")
            for gradient, part in zip(gradients, torch.autograd.grad((losses * batch.weights).sum() / total, self.parameters)):
                gradient.add_(part)
            answer = batch.weights >= 1  # what is only read weighs less
            answered, answer_loss = answered + int(answer.sum()), answer_loss + float(losses.detach()[answer].sum())
        return answered, answer_loss, gradients

    def _precision(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16) if self.half else contextlib.nullcontext()


def bfloat16_is_faster(device):
    """Measured, because it depends on the machine and its libraries: AMX and GPUs say yes, AVX-512 with OpenBLAS says no."""
    if device.type == "cuda":
        return True
    seconds = {}
    for kind in (torch.float32, torch.bfloat16):
        a, b = torch.ones(1024, 512, dtype=kind), torch.ones(512, 512, dtype=kind)
        for _ in range(4):
            started = time.perf_counter()
            a @ b
            seconds[kind] = min(seconds.get(kind, 1e9), time.perf_counter() - started)
    return seconds[torch.bfloat16] < seconds[torch.float32]
