using System.Text.Json;
using System.Text.Json.Nodes;
using InternLM3.Tiny;

namespace InternLM3.Benchmarks.Synth;

/// <summary>Checkpoints with drawn weights in Hugging Face layout; configuration beside the shape, and the tokenizer, are InternLM3-Tiny's.</summary>
internal static class SynthCheckpoint
{
    private const int GroupSize = 128;
    private const long ShardBytes = 5L << 30;

    /// <summary>Writes a checkpoint, in shards of 5 GiB when it is larger than one.</summary>
    public static void Write(string folder, SynthShape shape, bool awq, int seed)
    {
        Directory.CreateDirectory(folder);
        WriteSmallFiles(folder, shape, awq);
        var source = new NumberSource(seed);
        var shards = new List<List<SynthTensor>> { new() };
        foreach (var tensor in awq ? Awq(shape, source) : BFloat16(shape, source))
        {
            if (shards[^1].Sum(other => other.Length) + tensor.Length > ShardBytes && shards[^1].Count > 0)
            {
                shards.Add([]);
            }

            shards[^1].Add(tensor);
        }

        if (shards.Count == 1)
        {
            SafetensorsStream.Write(Path.Combine(folder, "model.safetensors"), shards[0]);
            return;
        }

        var map = new JsonObject();
        for (var i = 0; i < shards.Count; i++)
        {
            var name = $"model-{i + 1:00000}-of-{shards.Count:00000}.safetensors";
            SafetensorsStream.Write(Path.Combine(folder, name), shards[i]);
            shards[i].ForEach(tensor => map[tensor.Name] = name);
        }

        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = map }.ToJsonString());
    }

    private static IEnumerable<SynthTensor> BFloat16(SynthShape shape, NumberSource source) => shape.Tensors().Select(tensor => new SynthTensor(
        tensor.Name, "BF16", tensor.Shape, output => source.BFloat16(output, SynthTensor.Count(tensor.Shape), Mean(tensor.Shape), Deviation(tensor.Shape))));

    private static IEnumerable<SynthTensor> Awq(SynthShape shape, NumberSource source)
    {
        foreach (var (name, size) in shape.Tensors())
        {
            if (!name.EndsWith("_proj.weight", StringComparison.Ordinal))
            {
                yield return new SynthTensor(name, "F16", size, output => source.Float16(output, SynthTensor.Count(size), Mean(size), Deviation(size)));
                continue;
            }

            // Sixteen equally likely values have a standard deviation of 4.6 steps.
            var (module, step) = (name[..^".weight".Length], Deviation(size) / 4.6f);
            long[] words = [size[1], size[0] / 8], zeros = [size[1] / GroupSize, size[0] / 8], scales = [size[1] / GroupSize, size[0]];
            yield return new SynthTensor($"{module}.qweight", "I32", words, output => source.Bytes(output, SynthTensor.Count(words) * sizeof(int)));
            yield return new SynthTensor($"{module}.qzeros", "I32", zeros, output => output.Write(Enumerable.Repeat((byte)0x78, (int)SynthTensor.Count(zeros) * sizeof(int)).ToArray()));
            yield return new SynthTensor($"{module}.scales", "F16", scales, output => source.Float16(output, SynthTensor.Count(scales), step, step / 20));
        }
    }

    // Norms are near 1; weights keep the size of what they multiply.
    private static float Mean(long[] shape) => shape.Length == 1 ? 1 : 0;

    private static float Deviation(long[] shape) => shape.Length == 1 ? 0.05f : 1 / MathF.Sqrt(shape[1]);

    private static void WriteSmallFiles(string folder, SynthShape shape, bool awq)
    {
        foreach (var name in (string[])["generation_config.json", "special_tokens_map.json", "tokenizer.model", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(InternLM3Tiny.CheckpointPath, name), Path.Combine(folder, name));
        }

        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(InternLM3Tiny.CheckpointPath, "config.json")))!.AsObject();
        config["hidden_size"] = shape.Hidden;
        config["intermediate_size"] = shape.Intermediate;
        config["num_hidden_layers"] = shape.Layers;
        config["num_attention_heads"] = shape.Heads;
        config["num_key_value_heads"] = shape.KeyValueHeads;
        config["head_dim"] = shape.HeadDimension;
        config["vocab_size"] = shape.Vocabulary;
        config["max_position_embeddings"] = 32_768;
        config["rope_theta"] = 50_000_000;
        config["torch_dtype"] = awq ? "float16" : "bfloat16";
        if (awq)
        {
            config["quantization_config"] = new JsonObject { ["quant_method"] = "awq", ["version"] = "gemm", ["bits"] = 4, ["group_size"] = GroupSize, ["zero_point"] = true };
        }

        File.WriteAllText(Path.Combine(folder, "config.json"), config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }
}
