using System.Text;

namespace InternLM3.Benchmarks.Synth;

/// <summary>
/// Writes a model as GGUF version 3 (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) for llama.cpp's architecture "llama": matrices as Q4_0,
/// norms as fp32, and no vocabulary, which benchmarks do not need.
/// </summary>
internal static class GgufWriter
{
    private const int Alignment = 32;
    private const int TypeFloat32 = 0, TypeQ4 = 2;
    private const int BlockNumbers = 32, BlockBytes = 18;

    // Kinds of metadata values.
    private const uint UInt32 = 4, Float32 = 6, Text = 8;

    /// <summary>Writes <c>model.gguf</c> into a folder.</summary>
    public static void Write(string folder, SynthShape shape, int seed)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(Path.Combine(folder, "model.gguf"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        using var writer = new BinaryWriter(file);
        var tensors = shape.Tensors().Select(tensor => (Name: NameOf(tensor.Name), tensor.Shape)).ToArray();
        (string Key, object Value)[] metadata =
        [
            ("general.architecture", "llama"), ("general.name", "synthetic"), ("llama.context_length", 32_768u), ("llama.embedding_length", (uint)shape.Hidden),
            ("llama.block_count", (uint)shape.Layers), ("llama.feed_forward_length", (uint)shape.Intermediate), ("llama.attention.head_count", (uint)shape.Heads),
            ("llama.attention.head_count_kv", (uint)shape.KeyValueHeads), ("llama.attention.key_length", (uint)shape.HeadDimension),
            ("llama.attention.value_length", (uint)shape.HeadDimension), ("llama.rope.dimension_count", (uint)shape.HeadDimension), ("llama.rope.freq_base", 5e7f),
            ("llama.attention.layer_norm_rms_epsilon", 1e-5f), ("llama.vocab_size", (uint)shape.Vocabulary), ("general.file_type", 2u), ("tokenizer.ggml.model", "no_vocab"),
        ];
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Length);
        writer.Write((ulong)metadata.Length);
        foreach (var (key, value) in metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        var offset = 0L;
        foreach (var (name, size) in tensors)
        {
            WriteText(writer, name);
            writer.Write((uint)size.Length);
            Array.ForEach(size.Reverse().ToArray(), writer.Write);
            writer.Write(size.Length == 1 ? TypeFloat32 : TypeQ4);
            writer.Write((ulong)offset);
            offset += Pad(BytesOf(size));
        }

        writer.Flush();
        file.Write(new byte[Pad(file.Position) - file.Position]);
        var source = new NumberSource(seed);
        foreach (var (_, size) in tensors)
        {
            WriteData(file, source, size);
            file.Write(new byte[Pad(BytesOf(size)) - BytesOf(size)]);
        }
    }

    private static long Pad(long position) => (position + Alignment - 1) / Alignment * Alignment;

    private static long BytesOf(long[] size) => size.Length == 1 ? size[0] * sizeof(float) : SynthTensor.Count(size) / BlockNumbers * BlockBytes;

    // A block is an fp16 scale and thirty-two 4-bit numbers around 8.
    private static void WriteData(FileStream file, NumberSource source, long[] size)
    {
        if (size.Length == 1)
        {
            source.Float32(file, size[0], 1, 0.05f);
            return;
        }

        var blocks = SynthTensor.Count(size) / BlockNumbers;
        using var numbers = new MemoryStream();
        var step = BitConverter.GetBytes((Half)(1 / (4.6f * MathF.Sqrt(size[1]))));
        const int AtOnce = 1 << 15;
        for (; blocks > 0; blocks -= AtOnce)
        {
            var count = (int)Math.Min(AtOnce, blocks);
            numbers.SetLength(0);
            source.Bytes(numbers, (long)count * BlockBytes);
            var bytes = numbers.GetBuffer().AsSpan(0, count * BlockBytes);
            for (var i = 0; i < count; i++)
            {
                step.CopyTo(bytes[(i * BlockBytes)..]);
            }

            file.Write(bytes);
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case uint number:
                writer.Write(UInt32);
                writer.Write(number);
                break;
            case float number:
                writer.Write(Float32);
                writer.Write(number);
                break;
            default:
                writer.Write(Text);
                WriteText(writer, (string)value);
                break;
        }
    }

    private static string NameOf(string name) => name
        .Replace("model.embed_tokens", "token_embd", StringComparison.Ordinal).Replace("model.norm", "output_norm", StringComparison.Ordinal)
        .Replace("lm_head", "output", StringComparison.Ordinal).Replace("model.layers.", "blk.", StringComparison.Ordinal)
        .Replace("input_layernorm", "attn_norm", StringComparison.Ordinal).Replace("post_attention_layernorm", "ffn_norm", StringComparison.Ordinal)
        .Replace("self_attn.q_proj", "attn_q", StringComparison.Ordinal).Replace("self_attn.k_proj", "attn_k", StringComparison.Ordinal)
        .Replace("self_attn.v_proj", "attn_v", StringComparison.Ordinal).Replace("self_attn.o_proj", "attn_output", StringComparison.Ordinal)
        .Replace("mlp.gate_proj", "ffn_gate", StringComparison.Ordinal).Replace("mlp.up_proj", "ffn_up", StringComparison.Ordinal)
        .Replace("mlp.down_proj", "ffn_down", StringComparison.Ordinal);
}
