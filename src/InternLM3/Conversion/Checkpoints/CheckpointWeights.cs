namespace InternLM3.Conversion.Checkpoints;

/// <summary>The tensors of a checkpoint, from <c>model.safetensors</c> or from the shards an index names.</summary>
internal sealed class CheckpointWeights : IDisposable
{
    /// <summary>The file of the weights of a checkpoint that is not sharded.</summary>
    public const string SingleFile = "model.safetensors";

    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, (SafetensorsFile File, SafetensorsTensor Tensor)> _tensors = new(StringComparer.Ordinal);

    private CheckpointWeights(string path) => Path = path;

    /// <summary>The index, or the only file of weights, for errors.</summary>
    public string Path { get; }

    /// <summary>The tensors' names.</summary>
    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>Returns the files of the weights: the index if there is one, then the weights.</summary>
    /// <exception cref="ModelFormatException">There are no weights, or two sets of them, or the index is wrong.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        var single = File.Exists(System.IO.Path.Combine(folder, SingleFile));
        var path = System.IO.Path.Combine(folder, SafetensorsIndex.FileName);
        return (single, File.Exists(path)) switch
        {
            (true, true) => throw new ModelFormatException(
                path, $"is there and {SingleFile} too, so there are two sets of weights; delete the one that is not wanted."),
            (true, false) => [SingleFile],
            (false, true) => [SafetensorsIndex.FileName, .. SafetensorsIndex.Read(path).Shards],
            _ => throw new ModelFormatException(System.IO.Path.Combine(folder, SingleFile), "is missing; download the whole checkpoint."),
        };
    }

    /// <summary>Opens the weights and checks every header, and the index against them.</summary>
    /// <exception cref="ModelFormatException">A file is damaged, or the index and the files disagree.</exception>
    public static CheckpointWeights Open(string folder)
    {
        var files = FilesOf(folder);
        var weights = new CheckpointWeights(System.IO.Path.Combine(folder, files[0]));
        try
        {
            var index = files[0] == SafetensorsIndex.FileName ? SafetensorsIndex.Read(weights.Path) : null;
            foreach (var name in index?.Shards ?? files)
            {
                weights.Add(SafetensorsFile.Open(System.IO.Path.Combine(folder, name)), name, index);
            }

            if (index?.ShardOf.FirstOrDefault(entry => !weights._tensors.ContainsKey(entry.Key)) is { Key: { } missing, Value: var shard })
            {
                throw new ModelFormatException(
                    index.Path, $"puts tensor {missing} into {shard}, which does not hold it; download the checkpoint again.");
            }

            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Returns a tensor, or null when there is none of this name.</summary>
    public SafetensorsTensor? Find(string name) => _tensors.TryGetValue(name, out var found) ? found.Tensor : null;

    /// <summary>The file a tensor is in, for errors.</summary>
    public string PathOf(SafetensorsTensor tensor) => _tensors[tensor.Name].File.Path;

    /// <summary>Reads part of a tensor's bytes.</summary>
    public void Read(SafetensorsTensor tensor, long start, Span<byte> destination) =>
        _tensors[tensor.Name].File.Read(tensor, start, destination);

    /// <summary>Closes the files.</summary>
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Add(SafetensorsFile file, string name, SafetensorsIndex? index)
    {
        _files.Add(file);
        foreach (var tensor in file.Tensors.Values)
        {
            if (index is not null && (!index.ShardOf.TryGetValue(tensor.Name, out var shard) || shard != name))
            {
                var place = shard is null ? "does not name" : $"puts into {shard}";
                throw new ModelFormatException(
                    file.Path, $"holds tensor {tensor.Name}, which the index {place}; download the checkpoint again.");
            }

            _tensors.Add(tensor.Name, (file, tensor));
        }
    }
}
