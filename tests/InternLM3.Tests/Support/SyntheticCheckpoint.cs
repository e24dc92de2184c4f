using System.Text.Json;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Tests.Support;

/// <summary>Random checkpoints in Hugging Face layout: InternLM3's architecture in any shape, the same bytes for the same seed.</summary>
public static class SyntheticCheckpoint
{
    private const int SpecialPieces = 3;
    private const int BytePieces = 256;
    private const int ChatTokens = 2;

    /// <summary>
    /// Writes config.json, generation_config.json, model.safetensors and a minimal tokenizer. Weights are normal with 1 / sqrt(inputs), so
    /// activations keep their size and logits spread with a standard deviation of about 2; norms are 1 with a spread of 0.1.
    /// </summary>
    /// <param name="folder">The folder, which is created.</param>
    /// <param name="shape">The architecture.</param>
    /// <param name="seed">Decides every weight.</param>
    /// <param name="dtype"><c>F32</c>, <c>F16</c> or <c>BF16</c>; numbers are rounded to it.</param>
    public static void Write(string folder, SyntheticShape shape, int seed, string dtype = "F32")
    {
        Directory.CreateDirectory(folder);
        WriteConfig(Path.Combine(folder, "config.json"), shape);
        File.WriteAllText(Path.Combine(folder, "generation_config.json"), """{"eos_token_id": [2], "do_sample": false}""");
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"),
            $$$"""
            {"tokenizer_class": "InternLM3Tokenizer", "add_bos_token": true, "added_tokens_decoder": {"{{{shape.Vocabulary - 2}}}": {"content": "<|im_start|>", "special": true},
            "{{{shape.Vocabulary - 1}}}": {"content": "<|im_end|>", "special": true}}, "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
            """);
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), Tokenizer(shape.Vocabulary));
        SafetensorsWriter.Write(
            Path.Combine(folder, "model.safetensors"),
            Tensors(shape, seed).Select(tensor => (tensor.Name, dtype, tensor.Shape, SafetensorsWriter.Encode(tensor.Numbers, dtype))));
    }

    /// <summary>The tensors of a shape with their numbers, row-major, in the order they are written.</summary>
    public static IEnumerable<(string Name, long[] Shape, float[] Numbers)> Tensors(SyntheticShape shape, int seed)
    {
        var random = new Random(seed);
        var (hidden, queries, keys) = (shape.Hidden, shape.Heads * shape.HeadDimension, shape.KeyValueHeads * shape.HeadDimension);
        yield return Matrix("model.embed_tokens.weight", shape.Vocabulary, hidden, 0.5);
        for (var i = 0; i < shape.Layers; i++)
        {
            var prefix = $"model.layers.{i}";
            yield return Norm($"{prefix}.input_layernorm.weight");
            yield return Matrix($"{prefix}.self_attn.q_proj.weight", queries, hidden);
            yield return Matrix($"{prefix}.self_attn.k_proj.weight", keys, hidden);
            yield return Matrix($"{prefix}.self_attn.v_proj.weight", keys, hidden);
            yield return Matrix($"{prefix}.self_attn.o_proj.weight", hidden, queries);
            yield return Norm($"{prefix}.post_attention_layernorm.weight");
            yield return Matrix($"{prefix}.mlp.gate_proj.weight", shape.Intermediate, hidden);
            yield return Matrix($"{prefix}.mlp.up_proj.weight", shape.Intermediate, hidden);
            yield return Matrix($"{prefix}.mlp.down_proj.weight", hidden, shape.Intermediate);
        }

        yield return Norm("model.norm.weight");
        if (!shape.TieWordEmbeddings)
        {
            yield return Matrix("lm_head.weight", shape.Vocabulary, hidden, 2 / Math.Sqrt(hidden));
        }

        (string, long[], float[]) Matrix(string name, int outputs, int inputs, double? deviation = null) =>
            (name, [outputs, inputs], Draw(outputs * inputs, 0, deviation ?? 1 / Math.Sqrt(inputs)));

        (string, long[], float[]) Norm(string name) => (name, [hidden], Draw(hidden, 1, 0.1));

        float[] Draw(int count, double mean, double deviation)
        {
            var numbers = new float[count];
            for (var i = 0; i < count; i++)
            {
                // Box and Muller's method.
                var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                numbers[i] = (float)(mean + (deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble())));
            }

            return numbers;
        }
    }

    private static void WriteConfig(string path, SyntheticShape shape)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("model_type", "internlm3");
        json.WriteString("hidden_act", "silu");
        json.WriteBoolean("bias", false);
        json.WriteBoolean("qkv_bias", false);
        json.WriteNumber("hidden_size", shape.Hidden);
        json.WriteNumber("intermediate_size", shape.Intermediate);
        json.WriteNumber("num_hidden_layers", shape.Layers);
        json.WriteNumber("num_attention_heads", shape.Heads);
        json.WriteNumber("num_key_value_heads", shape.KeyValueHeads);
        json.WriteNumber("head_dim", shape.HeadDimension);
        json.WriteNumber("vocab_size", shape.Vocabulary);
        json.WriteNumber("max_position_embeddings", shape.MaxPosition);
        json.WriteNumber("rope_theta", shape.RopeTheta);
        json.WriteNumber("rms_norm_eps", shape.RmsNormEpsilon);
        json.WriteBoolean("tie_word_embeddings", shape.TieWordEmbeddings);
        json.WriteNumber("bos_token_id", 1);
        json.WriteNumber("eos_token_id", 2);
        if (shape.DynamicNtkFactor is { } factor)
        {
            json.WriteStartObject("rope_scaling");
            json.WriteString("rope_type", "dynamic");
            json.WriteNumber("factor", factor);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    // A SentencePiece ModelProto (sentencepiece_model.proto): pieces 1 (piece 1, score 2, type 3), trainer_spec 2 (model_type 3: BPE 2,
    // byte_fallback 35), normalizer_spec 3 (name 1, add_dummy_prefix 3). Pieces: three special ones, the bytes, then single characters.
    private static byte[] Tokenizer(int vocabulary)
    {
        const int Normal = 1, Unknown = 2, Control = 3, Byte = 6;
        var model = new ProtobufWriter();
        for (var id = 0; id < Math.Min(vocabulary - ChatTokens, SpecialPieces + BytePieces + ('~' - ' ')); id++)
        {
            var piece = new ProtobufWriter();
            piece.Text(1, id switch
            {
                0 => "<unk>",
                1 => "<s>",
                2 => "</s>",
                < SpecialPieces + BytePieces => $"<0x{id - SpecialPieces:X2}>",
                _ => ((char)(id - SpecialPieces - BytePieces + '!')).ToString(),
            });
            piece.Single(2, id < SpecialPieces + BytePieces ? 0 : -id);
            piece.Integer(3, id switch { 0 => Unknown, < SpecialPieces => Control, < SpecialPieces + BytePieces => Byte, _ => Normal });
            model.Message(1, piece);
        }

        var trainer = new ProtobufWriter();
        trainer.Integer(3, 2);
        trainer.Integer(35, 1);
        model.Message(2, trainer);
        var normalizer = new ProtobufWriter();
        normalizer.Text(1, "identity");
        normalizer.Integer(3, 0);
        model.Message(3, normalizer);
        return model.Written.ToArray();
    }
}
