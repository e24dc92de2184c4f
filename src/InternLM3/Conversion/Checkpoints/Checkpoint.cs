using System.Runtime.InteropServices;
using InternLM3.Configuration;

namespace InternLM3.Conversion.Checkpoints;

/// <summary>
/// An open Hugging Face checkpoint. A conversion takes every tensor it knows by name and shape; a tensor that was not taken is an error, so
/// that no weight is dropped silently.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    private static readonly (string Name, bool Required)[] s_passedOn =
    [
        (ModelFolder.Config, true),
        (ModelFolder.GenerationConfig, false),
        (ModelFolder.SpecialTokensMap, false),
        (ModelFolder.TokenizerModel, true),
        (ModelFolder.TokenizerConfig, true),
    ];

    private const string GgufExtension = ".gguf";
    private const string NoGguf = "is a GGUF file, which llama.cpp reads; "
        + "give the folder of a Hugging Face checkpoint (config.json, tokenizer.model, safetensors).";

    private readonly CheckpointWeights _weights;
    private readonly HashSet<string> _taken = [];

    private Checkpoint(string folder, ModelConfig config, CheckpointWeights weights)
    {
        Folder = folder;
        Config = config;
        _weights = weights;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Its <c>config.json</c>.</summary>
    public ModelConfig Config { get; }

    /// <summary>Requires the files beside the weights that every checkpoint has, and a <c>config.json</c> that is InternLM3's.</summary>
    /// <exception cref="ModelFormatException">A file is missing, or the model is another.</exception>
    public static void RequireSmallFiles(string folder)
    {
        if (!Directory.Exists(folder))
        {
            var isGguf = folder.EndsWith(GgufExtension, StringComparison.OrdinalIgnoreCase);
            throw new ModelFormatException(
                folder, isGguf ? NoGguf : "is no folder; give the folder that holds the checkpoint's config.json.");
        }

        // A folder of another model family lacks files of this one, and that is not what is wrong with it.
        if (File.Exists(Path.Combine(folder, ModelFolder.Config)))
        {
            ModelConfig.RequireSupported(folder);
        }
        else if (Directory.EnumerateFiles(folder, "*" + GgufExtension).FirstOrDefault() is { } gguf)
        {
            throw new ModelFormatException(gguf, NoGguf);
        }

        if (s_passedOn.FirstOrDefault(file => file.Required && !File.Exists(Path.Combine(folder, file.Name))).Name is { } missing)
        {
            throw new ModelFormatException(Path.Combine(folder, missing), "is missing; download the whole checkpoint.");
        }
    }

    /// <summary>Returns the names of the files beside the weights that a conversion reads and that are there.</summary>
    /// <exception cref="ModelFormatException">A file every checkpoint has is missing.</exception>
    public static IReadOnlyList<string> SmallFilesOf(string folder)
    {
        RequireSmallFiles(folder);
        return [.. s_passedOn.Select(file => file.Name).Where(name => File.Exists(Path.Combine(folder, name)))];
    }

    /// <summary>Returns the names of the files a conversion reads; the weights last.</summary>
    /// <exception cref="ModelFormatException">A file every checkpoint has is missing, or the weights' index is wrong.</exception>
    public static IReadOnlyList<string> FilesOf(string folder) => [.. SmallFilesOf(folder), .. CheckpointWeights.FilesOf(folder)];

    /// <summary>Opens a checkpoint: reads its configuration and the headers of its weights.</summary>
    /// <exception cref="ModelFormatException">Something is missing, wrong or not supported.</exception>
    public static Checkpoint Open(string folder)
    {
        RequireSmallFiles(folder);
        return new Checkpoint(folder, ModelConfig.Load(folder), CheckpointWeights.Open(folder));
    }

    /// <summary>Takes a tensor of floating-point numbers that must be there.</summary>
    /// <exception cref="ModelFormatException">It is missing or has another shape or type.</exception>
    public SafetensorsTensor Take(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = TakeAny(name, shape);
        return FloatWidening.ElementSize(tensor.DataType) is null
            ? throw Wrong(tensor, $"has dtype {tensor.DataType}; only F32, F16 and BF16 weights are supported.")
            : tensor;
    }

    /// <summary>Takes a tensor of 32-bit words that must be there.</summary>
    /// <exception cref="ModelFormatException">It is missing or has another shape or type.</exception>
    public SafetensorsTensor TakeWords(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = TakeAny(name, shape);
        return tensor.DataType != "I32"
            ? throw Wrong(tensor, $"has dtype {tensor.DataType} and AWQ packs into I32; download the checkpoint again.")
            : tensor;
    }

    /// <summary>Requires that every tensor was taken; the rotary frequencies some exporters store are computed here and ignored.</summary>
    /// <exception cref="ModelFormatException">The checkpoint holds a tensor InternLM3 does not have.</exception>
    public void RequireAllTaken()
    {
        var left = _weights.Names.Where(name => !_taken.Contains(name) && !name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal));
        if (left.Order(StringComparer.Ordinal).FirstOrDefault() is { } name)
        {
            throw Wrong(
                _weights.Find(name)!,
                "is not part of this architecture as config.json describes it; the checkpoint is of another model or was modified.");
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

    /// <summary>Reads a whole tensor of 32-bit words.</summary>
    /// <param name="tensor">A tensor that was taken.</param>
    /// <param name="destination">As long as the tensor; filled completely.</param>
    public void ReadWords(SafetensorsTensor tensor, Span<uint> destination) => _weights.Read(tensor, 0, MemoryMarshal.AsBytes(destination));

    /// <summary>An error about a tensor.</summary>
    public ModelFormatException Wrong(SafetensorsTensor tensor, string problem) =>
        new(_weights.PathOf(tensor), $"tensor {tensor.Name} {problem}");

    /// <summary>Closes the weights.</summary>
    public void Dispose() => _weights.Dispose();

    private SafetensorsTensor TakeAny(string name, ReadOnlySpan<long> shape)
    {
        var tensor = _weights.Find(name)
            ?? throw new ModelFormatException(_weights.Path, $"tensor {name} is missing; download the checkpoint again.");
        if (!tensor.Shape.SequenceEqual(shape.ToArray()))
        {
            throw Wrong(
                tensor,
                $"has the shape [{string.Join(", ", tensor.Shape)}] and config.json asks for [{string.Join(", ", shape.ToArray())}]; "
                + "the two files are of different models.");
        }

        _taken.Add(name);
        return tensor;
    }
}
