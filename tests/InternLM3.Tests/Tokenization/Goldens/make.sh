#!/usr/bin/env bash
# Makes the golden files beside it: trains small SentencePiece models with different flags, and lets spm_encode and
# SentencePiece's decoder process mixed lines. Needs sentencepiece and python3-sentencepiece 0.1.97 (apt-get install).
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
cp rules.tsv "$work"
/usr/bin/python3 corpus.py train 6000 >"$work/train.txt"
/usr/bin/python3 corpus.py lines 500 >"$work/lines.txt"
# Long lines without a space: many merges in one part.
tail -n 80 "$work/train.txt" | tr -d ' \n' >>"$work/lines.txt"
echo >>"$work/lines.txt"
/usr/bin/python3 -c 'print("the" * 400 + " " * 70 + "a" * 300 + "\u4e00" * 50 + "\u2581" * 40)' >>"$work/lines.txt"

train() {
  local name=$1
  shift
  # A model records the paths it was trained with, so they are relative.
  (cd "$work" && spm_train --input=train.txt --model_prefix="$name" --model_type=bpe --num_threads=1 --minloglevel=2 \
    --character_coverage=0.998 "$@")
}

train nmt_nfkc --vocab_size=1000 --byte_fallback
train nfkc_cf --vocab_size=800 --normalization_rule_name=nfkc_cf --unk_surface='[?]' --pad_id=3 --unk_id=2 --bos_id=0 --eos_id=1
train symbols --vocab_size=1000 --byte_fallback --normalization_rule_name=identity --remove_extra_whitespaces=false --split_digits \
  --user_defined_symbols='the,them,mber,学习,▁▁,<tag>,  ,👍,(),é,t h' --control_symbols='<ctl>,<2ja>'
train suffix --vocab_size=1000 --byte_fallback --treat_whitespace_as_suffix --allow_whitespace_only_pieces \
  --normalization_rule_name=identity --remove_extra_whitespaces=false
train nosplit --vocab_size=800 --normalization_rule_name=identity --split_by_whitespace=false --split_by_unicode_script=false \
  --split_by_number=false --add_dummy_prefix=false
train rules --vocab_size=1000 --byte_fallback --normalization_rule_tsv=rules.tsv --user_defined_symbols='AB,CD,<x>,E '
/usr/bin/python3 edit.py "$work/nosplit.model" "$work/unused.model" unused
/usr/bin/python3 edit.py "$work/rules.model" "$work/noescape.model" noescape

for name in nmt_nfkc nfkc_cf symbols suffix unused noescape; do
  spm_encode --model="$work/$name.model" --output_format=id --input="$work/lines.txt" --output="$work/$name.ids"
  /usr/bin/python3 decode.py "$work/$name.model" "$work/$name.ids" >"$work/$name.decoded"
  gzip -9nc "$work/$name.ids" >"$name.ids.gz"
  gzip -9nc "$work/$name.decoded" >"$name.decoded.gz"
  gzip -9nc "$work/$name.model" >"$name.model.gz"
done
gzip -9nc "$work/lines.txt" >lines.txt.gz
