using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;
using InternLM3.Conversion.Quantization;

namespace InternLM3.Conversion;

/// <summary>
/// Plans matrices that are quantised in blocks. A matrix is read, quantised and written a few rows at a time; its scales wait in memory.
/// </summary>
/// <param name="checkpoint">The checkpoint that is read.</param>
/// <param name="plan">Block size, scale search, and the type of scales.</param>
/// <param name="layout">The weights file, which the matrices are added to.</param>
internal sealed class BlockTensors(Checkpoint checkpoint, ConversionPlan plan, WeightsLayout layout)
{
    private const int ChunkElements = 1 << 20;

    /// <summary>Plans a matrix.</summary>
    /// <param name="source">Its name in the checkpoint.</param>
    /// <param name="name">Its name in the graphs.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Numbers of a row.</param>
    /// <exception cref="ModelFormatException">
    /// It is missing or has another shape or type. When it is written: a number is not finite.
    /// </exception>
    public BlockMatrix Add(string source, string name, int bits, long rows, long columns)
    {
        var tensor = checkpoint.Take(source, rows, columns);
        var blocks = (columns + plan.BlockSize - 1) / plan.BlockSize;
        var shape = new BlockShape(bits, plan.BlockSize, (int)columns);
        float[] scales = [];
        byte[] zeroPoints = [];
        var weights = layout.Add(name, ElementType.UInt8, [rows, blocks, shape.BlockBytes], rows * shape.RowBytes, file =>
        {
            scales = new float[rows * blocks];
            zeroPoints = new byte[rows * shape.ZeroPointBytes];
            Write(file, tensor, new BlockQuantizer(shape, plan.ScaleSearch, plan.Activations), rows, scales, zeroPoints);
        });
        return new BlockMatrix
        {
            Weights = weights,
            Scales = layout.Add(
                $"{name}.scales",
                plan.Activations,
                [rows, blocks],
                rows * blocks * NumberWriter.SizeOf(plan.Activations),
                file =>
                {
                    NumberWriter.Write(file, plan.Activations, scales);
                    scales = [];
                }),
            ZeroPoints = bits == 8 ? null : layout.Add(
                $"{name}.zero_points",
                ElementType.UInt8,
                [rows, shape.ZeroPointBytes],
                rows * shape.ZeroPointBytes,
                file =>
                {
                    file.Write(zeroPoints);
                    zeroPoints = [];
                }),
            Bits = bits,
            BlockSize = plan.BlockSize,
            Columns = columns,
        };
    }

    private void Write(OutputFile file, SafetensorsTensor tensor, BlockQuantizer quantizer, long rows, float[] scales, byte[] zeroPoints)
    {
        var shape = quantizer.Shape;
        var rowsAtOnce = (int)Math.Clamp(ChunkElements / shape.Columns, 1, rows);
        var numbers = new float[rowsAtOnce * shape.Columns];
        var scratch = new byte[numbers.Length * sizeof(float)];
        var bytes = new byte[rowsAtOnce * shape.RowBytes];
        for (var start = 0L; start < rows; start += rowsAtOnce)
        {
            var count = (int)Math.Min(rowsAtOnce, rows - start);
            var chunk = numbers.AsSpan(0, count * shape.Columns);
            checkpoint.Read(tensor, start * shape.Columns, chunk, scratch);
            if (NumberWriter.FindUnfit(chunk, plan.Activations) is { } unfit)
            {
                throw checkpoint.Wrong(
                    tensor, FormattableString.Invariant($"holds {unfit}, which cannot be quantised; download the checkpoint again."));
            }

            var first = start;
            Parallel.For(0, count, row => quantizer.Quantize(
                numbers.AsSpan(row * shape.Columns, shape.Columns),
                bytes.AsSpan(row * shape.RowBytes, shape.RowBytes),
                scales.AsSpan((int)((first + row) * shape.Blocks), shape.Blocks),
                zeroPoints.AsSpan((int)((first + row) * shape.ZeroPointBytes), shape.ZeroPointBytes)));
            file.Write(bytes.AsSpan(0, count * shape.RowBytes));
        }
    }
}
