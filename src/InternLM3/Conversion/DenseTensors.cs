using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>Plans tensors that stay floating-point.</summary>
/// <param name="checkpoint">The checkpoint that is read.</param>
/// <param name="layout">The weights file, which the tensors are added to.</param>
internal sealed class DenseTensors(Checkpoint checkpoint, WeightsLayout layout)
{
    // 1 MiB of fp32 at a time: what a conversion holds in memory, and how late it notices that it was cancelled.
    private const int ChunkElements = 1 << 18;

    private readonly float[] _chunk = new float[ChunkElements];
    private readonly byte[] _scratch = new byte[ChunkElements * sizeof(float)];

    /// <summary>Plans a tensor.</summary>
    /// <param name="source">Its name in the checkpoint.</param>
    /// <param name="name">Its name in the graphs.</param>
    /// <param name="type">The type it is stored as.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <exception cref="ModelFormatException">
    /// It is missing or has another shape or type. When it is written: a number is above fp16's range.
    /// </exception>
    public StoredTensor Add(string source, string name, ElementType type, params ReadOnlySpan<long> shape)
    {
        var tensor = checkpoint.Take(source, shape);
        var count = 1L;
        foreach (var size in shape)
        {
            count *= size;
        }

        return layout.Add(name, type, tensor.Shape, count * NumberWriter.SizeOf(type), file =>
        {
            for (var start = 0L; start < count; start += ChunkElements)
            {
                var chunk = _chunk.AsSpan(0, (int)Math.Min(ChunkElements, count - start));
                checkpoint.Read(tensor, start, chunk, _scratch);
                if (type == ElementType.Float16 && NumberWriter.FindUnfit(chunk, type) is { } unfit)
                {
                    var problem = FormattableString.Invariant($"holds {unfit}, which fp16 cannot");
                    throw checkpoint.Wrong(tensor, $"{problem}; convert with --precision fp32 or int4 for the cpu.");
                }

                NumberWriter.Write(file, type, chunk);
            }
        });
    }
}
