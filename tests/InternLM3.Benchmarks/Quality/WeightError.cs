using System.Numerics.Tensors;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;
using InternLM3.Conversion.Quantization;

namespace InternLM3.Benchmarks.Quality;

/// <summary>How far quantised weights are from the checkpoint's.</summary>
internal static class WeightError
{
    /// <summary>The root of the squared error over all linear layers, relative to the weights' own, without head and embedding.</summary>
    public static double Of(string checkpointFolder, int bits, int blockSize, bool search)
    {
        using var weights = CheckpointWeights.Open(checkpointFolder);
        var (error, size) = (0.0, 0.0);
        foreach (var tensor in weights.Names.Where(name => name.EndsWith("_proj.weight", StringComparison.Ordinal)).Select(name => weights.Find(name)!))
        {
            var shape = new BlockShape(bits, blockSize, (int)tensor.Shape[1]);
            var quantizer = new BlockQuantizer(shape, search, ElementType.Float);
            var stored = new byte[tensor.Length];
            var numbers = new float[tensor.Shape[0] * tensor.Shape[1]];
            weights.Read(tensor, 0, stored);
            FloatWidening.ToSingle(tensor.DataType, stored, numbers);
            size += TensorPrimitives.SumOfSquares(numbers);
            for (var row = 0; row < tensor.Shape[0]; row++)
            {
                error += Error(quantizer, numbers.AsSpan(row * shape.Columns, shape.Columns));
            }
        }

        return Math.Sqrt(error / size);
    }

    private static double Error(BlockQuantizer quantizer, ReadOnlySpan<float> row)
    {
        var shape = quantizer.Shape;
        var (bytes, scales, zeroPoints) = (new byte[shape.RowBytes], new float[shape.Blocks], new byte[shape.ZeroPointBytes]);
        quantizer.Quantize(row, bytes, scales, zeroPoints);
        var error = 0.0;
        for (var i = 0; i < row.Length; i++)
        {
            var block = i / shape.BlockSize;
            var value = shape.Bits == 8
                ? (bytes[i] - 128) * scales[block]
                : (((bytes[i / 2] >> (4 * (i % 2))) & 15) - ((zeroPoints[block / 2] >> (4 * (block % 2))) & 15)) * scales[block];
            error += (row[i] - value) * (double)(row[i] - value);
        }

        return error;
    }
}
