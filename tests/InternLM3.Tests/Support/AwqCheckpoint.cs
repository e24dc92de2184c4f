using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace InternLM3.Tests.Support;

/// <summary>Random AWQ checkpoints: integers, zero points and scales are drawn, not computed from weights, so every value of each occurs.</summary>
public static class AwqCheckpoint
{
    /// <summary>Writes a checkpoint and gives what it stands for: every tensor's numbers, (q - z) * s for the decoder's linear layers.</summary>
    /// <param name="folder">The folder, which is created.</param>
    /// <param name="shape">The architecture; linear layers' widths must be multiples of 8 and of the group size.</param>
    /// <param name="groupSize">Inputs that share a scale.</param>
    /// <param name="scaleType"><c>F16</c> or <c>BF16</c>: what scales, norms and embeddings are stored as.</param>
    /// <param name="change">Changes the tensors before they are written.</param>
    public static IReadOnlyList<(string Name, long[] Shape, float[] Numbers)> Write(
        string folder,
        SyntheticShape shape,
        int groupSize,
        string scaleType = "F16",
        Func<(string Name, string Type, long[] Shape, byte[] Data), (string Name, string Type, long[] Shape, byte[] Data)?>? change = null)
    {
        SyntheticCheckpoint.Write(folder, shape, seed: 3, scaleType);
        var path = Path.Combine(folder, "config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config["quantization_config"] = new JsonObject
        {
            ["quant_method"] = "awq", ["version"] = "gemm", ["bits"] = 4, ["group_size"] = groupSize, ["zero_point"] = true,
        };
        File.WriteAllText(path, config.ToJsonString());

        var random = new Random(5);
        var stored = new List<(string, string, long[], byte[])>();
        var meant = new List<(string, long[], float[])>();
        foreach (var (name, size, numbers) in SyntheticCheckpoint.Tensors(shape, seed: 3))
        {
            if (!name.EndsWith("_proj.weight", StringComparison.Ordinal))
            {
                var data = SafetensorsWriter.Encode(numbers, scaleType);
                stored.Add((name, scaleType, size, data));
                meant.Add((name, size, Widen(data, scaleType)));
                continue;
            }

            var (outputs, inputs) = ((int)size[0], (int)size[1]);
            var groups = inputs / groupSize;
            var q = Draw(random, inputs * outputs);
            var z = Draw(random, groups * outputs);
            var scales = SafetensorsWriter.Encode([.. Enumerable.Range(0, groups * outputs).Select(_ => (0.5f + random.NextSingle()) / (8 * MathF.Sqrt(inputs)))], scaleType);
            var s = Widen(scales, scaleType);
            var module = name[..^".weight".Length];
            stored.Add(($"{module}.qweight", "I32", [inputs, outputs / 8], Pack(q)));
            stored.Add(($"{module}.qzeros", "I32", [groups, outputs / 8], Pack(z)));
            stored.Add(($"{module}.scales", scaleType, [groups, outputs], scales));
            var weight = new float[outputs * inputs];
            for (var n = 0; n < outputs; n++)
            {
                for (var k = 0; k < inputs; k++)
                {
                    var group = (k / groupSize * outputs) + n;
                    weight[(n * inputs) + k] = (q[(k * outputs) + n] - z[group]) * s[group];
                }
            }

            meant.Add((name, size, weight));
        }

        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), stored.Select(tensor => change is null ? tensor : change(tensor)).OfType<(string, string, long[], byte[])>());
        return meant;
    }

    /// <summary>Packs eight numbers from 0 to 15 into each word, in AWQ's order: the nibbles, lowest first, hold columns 0, 2, 4, 6, 1, 3, 5, 7.</summary>
    public static byte[] Pack(int[] numbers)
    {
        int[] order = [0, 2, 4, 6, 1, 3, 5, 7];
        var words = numbers.Chunk(8).Select(eight => order.Select((column, nibble) => (uint)eight[column] << (4 * nibble)).Aggregate((a, b) => a | b)).ToArray();
        return MemoryMarshal.AsBytes(words.AsSpan()).ToArray();
    }

    private static int[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(16))];

    private static float[] Widen(byte[] data, string type) => type == "F16"
        ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(data).ToArray(), half => (float)half)
        : Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(data).ToArray(), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));
}
