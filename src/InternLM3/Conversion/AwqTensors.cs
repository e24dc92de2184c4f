using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;
using InternLM3.Conversion.Quantization;

namespace InternLM3.Conversion;

/// <summary>
/// Plans linear layers that come quantised by AWQ: their integers, zero points and scales are rearranged and keep their values.
/// </summary>
/// <param name="checkpoint">The checkpoint that is read.</param>
/// <param name="plan">The block size, which is AWQ's group size, and the type of scales.</param>
/// <param name="layout">The weights file, which the layers are added to.</param>
internal sealed class AwqTensors(Checkpoint checkpoint, ConversionPlan plan, WeightsLayout layout)
{
    private const int Bits = 4;

    // Word columns that one task repacks, a cache line of each row of words.
    private const int ColumnsAtOnce = 16;

    // Kept from layer to layer: new memory for each costs more than the repacking.
    private uint[] _words = [];
    private byte[] _repacked = [];

    /// <summary>Plans a layer.</summary>
    /// <param name="module">Its name, without <c>.qweight</c>.</param>
    /// <param name="outputs">N, a multiple of 8.</param>
    /// <param name="inputs">K, a multiple of the group size.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape or type.</exception>
    public BlockMatrix Add(string module, long outputs, long inputs)
    {
        if (outputs % AwqSquare.Outputs != 0 || inputs % plan.BlockSize != 0)
        {
            throw new ModelFormatException(
                Path.Combine(checkpoint.Folder, Configuration.ModelFolder.Config),
                $"makes {module} {inputs} inputs and {outputs} outputs wide, "
                + $"which AWQ with groups of {plan.BlockSize} cannot store; the checkpoint is damaged.");
        }

        var groups = inputs / plan.BlockSize;
        var words = checkpoint.TakeWords($"{module}.qweight", inputs, outputs / AwqSquare.Outputs);
        var zeroPoints = checkpoint.TakeWords($"{module}.qzeros", groups, outputs / AwqSquare.Outputs);
        var scales = checkpoint.Take($"{module}.scales", groups, outputs);
        var shape = new BlockShape(Bits, plan.BlockSize, (int)inputs);
        return new BlockMatrix
        {
            Weights = layout.Add($"{module}.weight", ElementType.UInt8, [outputs, groups, shape.BlockBytes], outputs * shape.RowBytes,
                file => Repack(file, words, (int)outputs / AwqSquare.Outputs, shape.RowBytes)),
            Scales = layout.Add(
                $"{module}.weight.scales",
                plan.Activations,
                [outputs, groups],
                outputs * groups * NumberWriter.SizeOf(plan.Activations),
                file => NumberWriter.Write(file, plan.Activations, Transpose(scales, (int)groups, (int)outputs))),
            ZeroPoints = layout.Add(
                $"{module}.weight.zero_points",
                ElementType.UInt8,
                [outputs, shape.ZeroPointBytes],
                outputs * shape.ZeroPointBytes,
                file => Repack(file, zeroPoints, (int)outputs / AwqSquare.Outputs, shape.ZeroPointBytes)),
            Bits = Bits,
            BlockSize = plan.BlockSize,
            Columns = inputs,
        };
    }

    // Words [rows, columns] of eight outputs each become bytes [8 * columns, rowBytes].
    private void Repack(OutputFile file, SafetensorsTensor tensor, int columns, int rowBytes)
    {
        var count = (int)(tensor.Length / sizeof(uint));
        var length = columns * AwqSquare.Outputs * rowBytes;
        (_words, _repacked) = (AtLeast(_words, count), AtLeast(_repacked, length));
        checkpoint.ReadWords(tensor, _words.AsSpan(0, count));
        var rows = count / columns;
        Parallel.For(0, (columns + ColumnsAtOnce - 1) / ColumnsAtOnce, tile =>
        {
            var (begin, end) = (tile * ColumnsAtOnce, Math.Min(columns, (tile + 1) * ColumnsAtOnce));
            for (var row = 0; row < rows; row += AwqSquare.Rows)
            {
                for (var column = begin; column < end; column++)
                {
                    var target = _repacked.AsSpan((column * AwqSquare.Outputs * rowBytes) + (row / 2));
                    var words = _words.AsSpan((row * columns) + column);
                    AwqSquare.Repack(words, columns, Math.Min(AwqSquare.Rows, rows - row), target, rowBytes);
                }
            }
        });
        file.Write(_repacked.AsSpan(0, length));
    }

    private static T[] AtLeast<T>(T[] buffer, int length) => buffer.Length >= length ? buffer : new T[length];

    private float[] Transpose(SafetensorsTensor scales, int groups, int outputs)
    {
        var stored = new float[groups * outputs];
        checkpoint.Read(scales, 0, stored, new byte[stored.Length * sizeof(float)]);
        if (NumberWriter.FindUnfit(stored, plan.Activations) is { } unfit)
        {
            throw checkpoint.Wrong(
                scales, FormattableString.Invariant($"holds {unfit}, which is no scale a graph can use; download the checkpoint again."));
        }

        var result = new float[stored.Length];
        for (var group = 0; group < groups; group++)
        {
            for (var output = 0; output < outputs; output++)
            {
                result[(output * groups) + group] = stored[(group * outputs) + output];
            }
        }

        return result;
    }
}
