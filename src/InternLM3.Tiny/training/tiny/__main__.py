"""Makes a checkpoint of InternLM3-Tiny from nothing, or from another: draws, trains, writes."""
import argparse
import os
import shutil
import time
from pathlib import Path

# Threads are the trainer's own; what multiplies matrices is to use the thread it is called from.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from . import checkpoint, vocabulary
from .trainer import Options, Trainer


def main():
    parser = argparse.ArgumentParser(prog="python3 -m tiny", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="a folder of the run; the checkpoint is in its folder `checkpoint`")
    parser.add_argument("--tokens", type=float, default=25, help="length of the run in millions of tokens; default 25")
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other conversations and other first weights; default 1")
    parser.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates; 0.3 suits a run that goes on from --init; default 1")
    parser.add_argument("--after", type=float, default=0.0, help="the share of the order of what is learned that is left out; 0.45 suits --init; default 0")
    parser.add_argument("--init", type=Path, help="a checkpoint folder to begin from, with its tokenizer, instead of drawn weights")
    parser.add_argument("--resume", action="store_true", help="go on with the run in --out where it was stopped")
    parser.add_argument("--threads", type=int, help="threads on a CPU; default all")
    parser.add_argument("--smoke", action="store_true", help="a minute through every stage: the checkpoint loads and knows nothing")
    arguments = parser.parse_args()
    if not 0 <= arguments.after < 1:
        parser.error("--after is a share: from 0 to below 1")
    if not (0 < arguments.tokens < float("inf") and 0 < arguments.rate < float("inf")):
        parser.error("--tokens and --rate must be above 0")
    if arguments.threads is not None and arguments.threads < 1:
        parser.error("--threads must be at least 1")
    if arguments.init and not (arguments.init / "tokenizer.model").is_file():
        parser.error(f"{arguments.init} is no checkpoint folder: it has no tokenizer.model")

    run, tokenizer = arguments.out, arguments.out / "tokenizer.model"
    if (run / "training-state.pt").exists() and not arguments.resume:
        parser.error(f"{run} holds a run; add --resume to go on with it, or name another folder")
    run.mkdir(parents=True, exist_ok=True)
    started = time.time()

    def log(line):
        line = f"{(time.time() - started) / 60:6.1f} min  {line}"
        print(line, flush=True)
        with open(run / "training.log", "a", encoding="utf-8") as file:
            file.write(line + "\n")

    if arguments.init:
        shutil.copyfile(arguments.init / "tokenizer.model", tokenizer)
    elif not tokenizer.exists():
        vocabulary.train(tokenizer, conversations=2_000 if arguments.smoke else 40_000)
        log("tokenizer trained")
    options = Options(tokens=30_000 if arguments.smoke else arguments.tokens * 1e6, seed=arguments.seed, after=arguments.after, matrix_rate=0.012 * arguments.rate, rate=0.003 * arguments.rate, threads=arguments.threads)
    trainer = Trainer(vocabulary.Tokenizer(tokenizer), options, run)
    if arguments.init:
        trainer.load(checkpoint.read_tensors(arguments.init))
    if arguments.resume:
        trainer.resume()
    trainer.run(log)
    checkpoint.write(run / "checkpoint", trainer.network.tensors(), tokenizer)
    log(f"written: {run / 'checkpoint'}, {trainer.steps} steps, {trainer.tokens / 1e6:.2f} M tokens")


if __name__ == "__main__":
    main()
