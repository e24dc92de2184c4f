using InternLM3.Configuration;
using InternLM3.Conversion.Graphs;

namespace InternLM3.Conversion;

/// <summary>
/// Plans the tables of plain RoPE (RoFormer, arXiv:2104.09864; half-split): row p, column i is the cosine or sine of p * base^(-2i/d).
/// </summary>
internal static class RotaryTables
{
    // Rows written at once; with heads of 128 a quarter of a MiB.
    private const int RowsAtOnce = 1024;

    /// <summary>Plans both tables, [positions the model was trained on, head_dim / 2].</summary>
    public static (StoredTensor Cosines, StoredTensor Sines) Plan(ModelConfig config, ElementType type, WeightsLayout layout)
    {
        return (Add("cosines", Math.Cos), Add("sines", Math.Sin));

        StoredTensor Add(string name, Func<double, double> function)
        {
            var (rows, half) = (config.MaxPositionEmbeddings, config.HeadDimension / 2);
            return layout.Add($"rotary.{name}", type, [rows, half], (long)rows * half * NumberWriter.SizeOf(type), file =>
            {
                for (var start = 0; start < rows; start += RowsAtOnce)
                {
                    var numbers = new float[Math.Min(RowsAtOnce, rows - start) * half];
                    for (var i = 0; i < numbers.Length; i++)
                    {
                        // In double: at position 32,767 fp32 angles are off in the third digit.
                        var angle = (start + (i / half)) * Math.Pow(config.RopeTheta, -2.0 * (i % half) / config.HeadDimension);
                        numbers[i] = (float)function(angle);
                    }

                    NumberWriter.Write(file, type, numbers);
                }
            });
        }
    }
}
