#!/usr/bin/env bash
# Makes InternLM3-Tiny from nothing: ./train.sh --out <folder> [--resume] [--smoke] [--help]
# Needs PyTorch and SentencePiece: on Debian, apt-get install python3-torch python3-sentencepiece libopenblas0-pthread.
set -euo pipefail
cd "$(dirname "$0")"
# Debian's OpenBLAS 0.3.21 takes processors newer than itself for ones without AVX-512, and is then a fifth as fast.
if grep -qs avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE="${OPENBLAS_CORETYPE:-SkylakeX}"; fi
exec "${PYTHON:-/usr/bin/python3}" -m tiny "$@"
