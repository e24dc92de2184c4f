#!/usr/bin/env bash
# Makes InternLM3-Tiny from nothing: ./train.sh --out <folder> [--resume] [--smoke] [--help]
# Needs PyTorch and SentencePiece: on Debian, apt-get install python3-torch python3-sentencepiece.
set -euo pipefail
cd "$(dirname "$0")"
exec "${PYTHON:-/usr/bin/python3}" -m tiny "$@"
