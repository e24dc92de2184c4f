using InternLM3.Conversion.Checkpoints;
using InternLM3.Conversion.Graphs;
using InternLM3.Conversion.Quantization;

namespace InternLM3.Conversion;

/// <summary>Plans linear layers that come quantised by AWQ: their integers, zero points and scales are rearranged and stay what they are.</summary>
/// <param name="checkpoint">Where the numbers come from.</param>
/// <param name="plan">The block size, which is AWQ's group size, and the type of scales.</param>
/// <param name="layout">The file to add to.</param>
internal sealed class AwqTensors(Checkpoint checkpoint, ConversionPlan plan, WeightsLayout layout)
{
    private const int Bits = 4;
    private const int PerWord = 8;

    // Word columns that one task repacks, a cache line of each row of words.
    private const int ColumnsAtOnce = 16;

    // AWQ packs eight neighbouring outputs into a word; output j of the eight is nibble Order[j].
    private static ReadOnlySpan<byte> Order => [0, 4, 1, 5, 2, 6, 3, 7];

    /// <summary>Plans a layer.</summary>
    /// <param name="module">Its name, without <c>.qweight</c>.</param>
    /// <param name="outputs">N, a multiple of 8.</param>
    /// <param name="inputs">K, a multiple of the group size.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape or type.</exception>
    public BlockMatrix Add(string module, long outputs, long inputs)
    {
        if (outputs % PerWord != 0 || inputs % plan.BlockSize != 0)
        {
            throw new ModelFormatException(Path.Combine(checkpoint.Folder, Configuration.ModelFolder.Config),
                $"makes {module} {inputs} inputs and {outputs} outputs wide, which AWQ with groups of {plan.BlockSize} cannot store; the checkpoint is damaged.");
        }

        var groups = inputs / plan.BlockSize;
        var words = checkpoint.TakeWords($"{module}.qweight", inputs, outputs / PerWord);
        var zeroPoints = checkpoint.TakeWords($"{module}.qzeros", groups, outputs / PerWord);
        var scales = checkpoint.Take($"{module}.scales", groups, outputs);
        var shape = new BlockShape(Bits, plan.BlockSize, (int)inputs);
        return new BlockMatrix
        {
            Weights = layout.Add($"{module}.weight", ElementType.UInt8, [outputs, groups, shape.BlockBytes], outputs * shape.RowBytes,
                file => file.Write(Repack(checkpoint.ReadWords(words), (int)outputs / PerWord, shape.RowBytes))),
            Scales = layout.Add($"{module}.weight.scales", plan.Activations, [outputs, groups], outputs * groups * NumberWriter.SizeOf(plan.Activations),
                file => NumberWriter.Write(file, plan.Activations, Transpose(scales, (int)groups, (int)outputs))),
            ZeroPoints = layout.Add($"{module}.weight.zero_points", ElementType.UInt8, [outputs, shape.ZeroPointBytes], outputs * shape.ZeroPointBytes,
                file => file.Write(Repack(checkpoint.ReadWords(zeroPoints), (int)outputs / PerWord, shape.ZeroPointBytes))),
            Bits = Bits,
            BlockSize = plan.BlockSize,
            Columns = inputs,
        };
    }

    // Words [rows, columns] of eight outputs each become bytes [8 * columns, rowBytes] of two neighbouring rows each, the first in the low nibble; an odd
    // last row leaves the high nibble 0.
    private static byte[] Repack(uint[] words, int columns, int rowBytes)
    {
        var rows = words.Length / columns;
        var result = new byte[columns * PerWord * rowBytes];
        Parallel.For(0, (columns + ColumnsAtOnce - 1) / ColumnsAtOnce, tile =>
        {
            var end = Math.Min(columns, (tile + 1) * ColumnsAtOnce);
            for (var row = 0; row < rows; row += 2)
            {
                for (var column = tile * ColumnsAtOnce; column < end; column++)
                {
                    var first = words[(row * columns) + column];
                    var second = row + 1 < rows ? words[((row + 1) * columns) + column] : 0;
                    for (var j = 0; j < PerWord; j++)
                    {
                        var shift = 4 * Order[j];
                        result[(((column * PerWord) + j) * rowBytes) + (row / 2)] = (byte)(((first >> shift) & 15) | (((second >> shift) & 15) << 4));
                    }
                }
            }
        });
        return result;
    }

    private float[] Transpose(SafetensorsTensor scales, int groups, int outputs)
    {
        var stored = new float[groups * outputs];
        checkpoint.Read(scales, 0, stored, new byte[stored.Length * sizeof(float)]);
        if (NumberWriter.FindUnfit(stored, plan.Activations) is { } unfit)
        {
            throw checkpoint.Wrong(scales, FormattableString.Invariant($"holds {unfit}, which is no scale a graph can use; download the checkpoint again."));
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
