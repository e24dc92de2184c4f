#!/usr/bin/env bash
# On a Linux machine with an NVIDIA GPU, CUDA 13 and cuDNN: assembles ONNX Runtime 1.29 with its CUDA provider from npm, runs the conformance
# suite of the library's own runtime on it, measures an fp16 Tiny, a 1b and an 8b int4 model of drawn weights with `internlm3 bench`, and prints one
# table with the roofline. Not run on CUDA yet.
set -euo pipefail
fail() { echo "$1" >&2; exit 1; }
nvidia-smi -L 2>/dev/null | grep -q GPU || fail "There is no NVIDIA GPU here (nvidia-smi shows none): run this script where there is one."
for tool in dotnet npm tar nvcc; do command -v "$tool" >/dev/null || fail "$tool is missing: install it and run this script again."; done
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ONNX Runtime with CUDA (official builds, packaged for Unity).
for package in com.github.asus4.onnxruntime@0.4.9 com.github.asus4.onnxruntime.linux-x64-gpu@0.4.9; do
  (cd "$work" && npm pack --silent "$package" >/dev/null && tar -xzf ./*.tgz && rm ./*.tgz)
done
dotnet build src/InternLM3.Cli -c Release -o "$work/tool" -v q
dotnet build tests/InternLM3.Benchmarks -c Release -o "$work/bench" -v q
dotnet build tests/InternLM3.Conformance -c Release -o "$work/conformance" -v q
for folder in tool conformance; do
  find "$work/package" -path '*inux*' -name '*.so*' -exec cp -f {} "$work/$folder/" \;
  cp -f "$work/$folder/"*.so "$work/$folder/runtimes/linux-x64/native/"
done
tool() { LD_LIBRARY_PATH="$work/tool${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" "$work/tool/InternLM3.Cli" "$@"; }

# The card's copy bandwidth, read and write, in bytes a second.
cat > "$work/copy.cu" <<'CUDA'
#include <cstdio>
int main() {
  const size_t bytes = 1ull << 30; void *a, *b; cudaEvent_t begin, end; float ms = 0, best = 1e9f;
  if (cudaMalloc(&a, bytes) || cudaMalloc(&b, bytes)) return 1;
  cudaEventCreate(&begin); cudaEventCreate(&end);
  for (int i = 0; i < 10; i++) {
    cudaEventRecord(begin); cudaMemcpyAsync(b, a, bytes, cudaMemcpyDeviceToDevice); cudaEventRecord(end); cudaEventSynchronize(end);
    cudaEventElapsedTime(&ms, begin, end); best = ms < best ? ms : best;
  }
  printf("%.0f\n", 2.0 * bytes / (best / 1e3));
}
CUDA
nvcc -o "$work/copy" "$work/copy.cu"
bandwidth=$("$work/copy")

tool chat --model tiny --device cuda --require-gpu --prompt "Who are you?" --temperature 0
INTERNLM3_TEST_DEVICE=cuda LD_LIBRARY_PATH="$work/conformance${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" \
  "$work/conformance/InternLM3.Conformance" --filter-not-trait Tier=Long

tool convert tiny --output "$work/tiny" --target cuda
for shape in 1b 8b; do
  "$work/bench/InternLM3.Benchmarks" synth --shape "$shape" --format bf16 --out "$work/$shape-checkpoint"
  tool convert "$work/$shape-checkpoint" --output "$work/$shape" --target cuda --precision int4 --block 128
  rm -rf "$work/$shape-checkpoint"
done

nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
echo "copy bandwidth: $bandwidth bytes a second"
echo "| model | decode, one stream, tokens a second | roofline: bandwidth over bytes of weights | part of it |"
echo "|---|---|---|---|"
for model in tiny 1b 8b; do
  speed=$(tool bench --model "$work/$model" --device cuda --require-gpu --json | sed -n 's/.*"decode_1_tok_s":[^0-9]*\([0-9.]*\).*/\1/p')
  weights=$(stat -c %s "$work/$model/model.onnx.data")
  awk -v m="$model" -v s="$speed" -v w="$weights" -v b="$bandwidth" 'BEGIN { printf "| %s | %.1f | %.1f | %.0f %% |\n", m, s, b / w, 100 * s * w / b }'
done
