using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>
/// The plan of the weights file: the place of each tensor and what writes it. Graphs are built from the plan before a byte is written.
/// </summary>
internal sealed class WeightsLayout
{
    /// <summary>Every tensor starts at a multiple of this, so that it can be memory-mapped by itself.</summary>
    public const int Alignment = 4096;

    private readonly List<(StoredTensor Tensor, Action<OutputFile> Write)> _tensors = [];

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Appends a tensor to the plan.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="write">Writes exactly that many bytes.</param>
    public StoredTensor Add(string name, ElementType type, IReadOnlyList<long> shape, long length, Action<OutputFile> write)
    {
        var offset = (Length + Alignment - 1) / Alignment * Alignment;
        var tensor = new StoredTensor(name, type, shape, offset, length);
        _tensors.Add((tensor, write));
        Length = offset + length;
        return tensor;
    }

    /// <summary>Writes the file.</summary>
    public void Write(OutputFile file)
    {
        foreach (var (tensor, write) in _tensors)
        {
            file.PadTo(tensor.Offset);
            file.Begin(tensor.Name);
            write(file);
            if (file.Position != tensor.Offset + tensor.Length)
            {
                throw new InvalidOperationException(
                    $"Tensor {tensor.Name} was planned with {tensor.Length} bytes and written with {file.Position - tensor.Offset}.");
            }
        }
    }
}
