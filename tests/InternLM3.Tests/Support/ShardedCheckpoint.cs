using System.Text.Json.Nodes;

namespace InternLM3.Tests.Support;

/// <summary>Takes a synthetic checkpoint's weights apart into shards with an index.</summary>
public static class ShardedCheckpoint
{
    /// <summary>Writes a checkpoint whose tensors lie in turn in so many shards.</summary>
    /// <param name="folder">The folder, which is created.</param>
    /// <param name="shape">The architecture.</param>
    /// <param name="shards">How many.</param>
    /// <param name="change">Changes the index before it is written.</param>
    public static void Write(string folder, SyntheticShape shape, int shards, Action<JsonObject>? change = null)
    {
        SyntheticCheckpoint.Write(folder, shape, seed: 1);
        File.Delete(Path.Combine(folder, "model.safetensors"));
        var map = new JsonObject();
        foreach (var shard in SyntheticCheckpoint.Tensors(shape, seed: 1).Select((tensor, i) => (tensor, Name: Name(i % shards, shards))).GroupBy(entry => entry.Name))
        {
            SafetensorsWriter.Write(
                Path.Combine(folder, shard.Key),
                shard.Select(entry => (entry.tensor.Name, "F32", entry.tensor.Shape, SafetensorsWriter.Encode(entry.tensor.Numbers, "F32"))));
            foreach (var (tensor, _) in shard)
            {
                map[tensor.Name] = shard.Key;
            }
        }

        var index = new JsonObject { ["metadata"] = new JsonObject { ["total_size"] = 1 }, ["weight_map"] = map };
        change?.Invoke(index);
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), index.ToJsonString());
    }

    /// <summary>The name of a shard.</summary>
    public static string Name(int shard, int shards) => $"model-{shard + 1:00000}-of-{shards:00000}.safetensors";
}
