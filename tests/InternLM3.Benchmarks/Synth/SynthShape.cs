namespace InternLM3.Benchmarks.Synth;

/// <summary>The numbers of a model whose weights are drawn.</summary>
internal sealed record SynthShape(int Hidden, int Intermediate, int Layers, int Heads, int KeyValueHeads, int HeadDimension, int Vocabulary)
{
    /// <summary>A shape by name.</summary>
    public static SynthShape Of(string name) => name switch
    {
        "tiny" => new SynthShape(256, 704, 6, 4, 2, 64, 2_048),
        "1b" => new SynthShape(2_048, 5_120, 22, 16, 2, 128, 32_000),
        "8b" => new SynthShape(4_096, 10_240, 48, 32, 2, 128, 128_512),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>The tensors as a Hugging Face checkpoint names them, with their shapes, in the order they are written.</summary>
    public IEnumerable<(string Name, long[] Shape)> Tensors()
    {
        yield return ("model.embed_tokens.weight", [Vocabulary, Hidden]);
        for (var i = 0; i < Layers; i++)
        {
            var layer = $"model.layers.{i}";
            yield return ($"{layer}.input_layernorm.weight", [Hidden]);
            yield return ($"{layer}.self_attn.q_proj.weight", [Heads * HeadDimension, Hidden]);
            yield return ($"{layer}.self_attn.k_proj.weight", [KeyValueHeads * HeadDimension, Hidden]);
            yield return ($"{layer}.self_attn.v_proj.weight", [KeyValueHeads * HeadDimension, Hidden]);
            yield return ($"{layer}.self_attn.o_proj.weight", [Hidden, Heads * HeadDimension]);
            yield return ($"{layer}.post_attention_layernorm.weight", [Hidden]);
            yield return ($"{layer}.mlp.gate_proj.weight", [Intermediate, Hidden]);
            yield return ($"{layer}.mlp.up_proj.weight", [Intermediate, Hidden]);
            yield return ($"{layer}.mlp.down_proj.weight", [Hidden, Intermediate]);
        }

        yield return ("model.norm.weight", [Hidden]);
        yield return ("lm_head.weight", [Vocabulary, Hidden]);
    }
}
