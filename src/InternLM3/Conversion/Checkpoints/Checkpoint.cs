using InternLM3.Configuration;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// An open Hugging Face checkpoint. Whoever converts it takes every tensor it knows by name and shape; what nobody took is an error,
/// so that no weight is dropped silently.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    /// <summary>The weights of a checkpoint in one file.</summary>
    public const string WeightsFile = "model.safetensors";

    private const string IndexFile = "model.safetensors.index.json";

    private readonly SafetensorsFile _weights;
    private readonly HashSet<string> _taken = [];

    private Checkpoint(string folder, ModelConfig config, SafetensorsFile weights)
    {
        Folder = folder;
        Config = config;
        _weights = weights;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Its <c>config.json</c>.</summary>
    public ModelConfig Config { get; }

    /// <summary>The files a conversion reads, those that are there, by name; the weights last.</summary>
    /// <exception cref="ModelFormatException">A file every checkpoint has is missing, or the checkpoint is of a kind that is not supported.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new ModelFormatException(folder, "is no folder; give the folder that holds the checkpoint's config.json.");
        }

        var files = new List<string>();
        foreach (var (name, required) in (ReadOnlySpan<(string, bool)>)[
            (ModelFolder.Config, true),
            (ModelFolder.GenerationConfig, false),
            (ModelFolder.SpecialTokensMap, false),
            (ModelFolder.TokenizerModel, true),
            (ModelFolder.TokenizerConfig, true),
            (WeightsFile, true)])
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                files.Add(name);
            }
            else if (name == WeightsFile && File.Exists(Path.Combine(folder, IndexFile)))
            {
                throw new ModelFormatException(Path.Combine(folder, IndexFile), "sharded checkpoints are not supported yet; merge the shards into model.safetensors.");
            }
            else if (required)
            {
                throw new ModelFormatException(Path.Combine(folder, name), "is missing; download the whole checkpoint.");
            }
        }

        return files;
    }

    /// <summary>Opens a checkpoint: reads its configuration and the header of its weights.</summary>
    /// <exception cref="ModelFormatException">Something is missing, wrong or not supported.</exception>
    public static Checkpoint Open(string folder)
    {
        FilesOf(folder);
        var file = ConfigFile.Read(Path.Combine(folder, ModelFolder.Config));
        if (file.Find("quantization_config") is not null)
        {
            throw file.Wrong("quantization_config", "is there; quantised checkpoints are not supported yet, convert the original fp16 or bf16 checkpoint");
        }

        return new Checkpoint(folder, ModelConfig.Load(folder), SafetensorsFile.Open(Path.Combine(folder, WeightsFile)));
    }

    /// <summary>Takes a tensor of floating-point numbers that must be there.</summary>
    /// <exception cref="ModelFormatException">It is missing or has another shape or type.</exception>
    public SafetensorsTensor Take(string name, params ReadOnlySpan<long> shape)
    {
        if (!_weights.Tensors.TryGetValue(name, out var tensor))
        {
            throw new ModelFormatException(_weights.Path, $"tensor {name} is missing; download the checkpoint again.");
        }

        if (!tensor.Shape.SequenceEqual(shape.ToArray()))
        {
            throw new ModelFormatException(_weights.Path,
                $"tensor {name} has the shape [{string.Join(", ", tensor.Shape)}] and config.json asks for [{string.Join(", ", shape.ToArray())}]; the two files are of different models.");
        }

        if (FloatWidening.ElementSize(tensor.DataType) is null)
        {
            throw new ModelFormatException(_weights.Path, $"tensor {name} has dtype {tensor.DataType}; only F32, F16 and BF16 weights are supported.");
        }

        _taken.Add(name);
        return tensor;
    }

    /// <summary>Requires that every tensor was taken; the rotary frequencies some exporters store are computed here and ignored.</summary>
    /// <exception cref="ModelFormatException">The file holds a tensor InternLM3 does not have.</exception>
    public void RequireAllTaken()
    {
        var left = _weights.Tensors.Keys.Where(name => !_taken.Contains(name) && !name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal));
        if (left.Order(StringComparer.Ordinal).FirstOrDefault() is { } name)
        {
            throw new ModelFormatException(_weights.Path, $"tensor {name} is not part of this architecture as config.json describes it; the checkpoint is of another model or was modified.");
        }
    }

    /// <summary>Reads numbers of a tensor as fp32.</summary>
    /// <param name="tensor">A tensor that was taken.</param>
    /// <param name="start">The first number wanted, in row-major order.</param>
    /// <param name="destination">Filled completely.</param>
    /// <param name="scratch">Room for the stored bytes; at least four a number.</param>
    public void Read(SafetensorsTensor tensor, long start, Span<float> destination, Span<byte> scratch)
    {
        var elementSize = FloatWidening.ElementSize(tensor.DataType)!.Value;
        var stored = scratch[..(destination.Length * elementSize)];
        _weights.Read(tensor, start * elementSize, stored);
        FloatWidening.ToSingle(tensor.DataType, stored, destination);
    }

    /// <summary>Closes the weights.</summary>
    public void Dispose() => _weights.Dispose();
}
