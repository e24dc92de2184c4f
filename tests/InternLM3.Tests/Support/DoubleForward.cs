using System.Runtime.InteropServices;

namespace InternLM3.Tests.Support;

/// <summary>InternLM3's forward pass over one sequence, written from the architecture's formulas in double precision, one position at a time.</summary>
public static class DoubleForward
{
    /// <summary>Gives the logits after each token.</summary>
    /// <param name="shape">The architecture.</param>
    /// <param name="tensors">The weights.</param>
    /// <param name="dtype">The type the weights are rounded to first.</param>
    /// <param name="tokens">The sequence.</param>
    public static double[][] Run(SyntheticShape shape, IEnumerable<(string Name, long[] Shape, float[] Numbers)> tensors, string dtype, int[] tokens)
    {
        var weights = tensors.ToDictionary(tensor => tensor.Name, tensor => Array.ConvertAll(Round(tensor.Numbers, dtype), number => (double)number));
        var embedding = weights["model.embed_tokens.weight"];
        var head = shape.TieWordEmbeddings ? embedding : weights["lm_head.weight"];
        var keys = Enumerable.Range(0, shape.Layers).Select(_ => new List<double[]>()).ToArray();
        var values = Enumerable.Range(0, shape.Layers).Select(_ => new List<double[]>()).ToArray();
        return [.. tokens.Select((token, position) => Step(token, position))];

        double[] Step(int token, int position)
        {
            var x = embedding[(token * shape.Hidden)..((token + 1) * shape.Hidden)];
            for (var i = 0; i < shape.Layers; i++)
            {
                var layer = $"model.layers.{i}";
                var normalised = Norm(x, weights[$"{layer}.input_layernorm.weight"]);
                var query = Rotate(Multiply(weights[$"{layer}.self_attn.q_proj.weight"], normalised), position);
                keys[i].Add(Rotate(Multiply(weights[$"{layer}.self_attn.k_proj.weight"], normalised), position));
                values[i].Add(Multiply(weights[$"{layer}.self_attn.v_proj.weight"], normalised));
                x = Add(x, Multiply(weights[$"{layer}.self_attn.o_proj.weight"], Attend(query, keys[i], values[i])));
                normalised = Norm(x, weights[$"{layer}.post_attention_layernorm.weight"]);
                var gate = Multiply(weights[$"{layer}.mlp.gate_proj.weight"], normalised);
                var up = Multiply(weights[$"{layer}.mlp.up_proj.weight"], normalised);
                x = Add(x, Multiply(weights[$"{layer}.mlp.down_proj.weight"], [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)]));
            }

            return Multiply(head, Norm(x, weights["model.norm.weight"]));
        }

        double[] Norm(double[] x, double[] scale)
        {
            var inverse = 1 / Math.Sqrt(x.Average(value => value * value) + shape.RmsNormEpsilon);
            return [.. x.Zip(scale, (value, factor) => value * inverse * factor)];
        }

        // Half-split: element i of a head is paired with element i + head_dim / 2.
        double[] Rotate(double[] heads, int position)
        {
            var (width, half) = (shape.HeadDimension, shape.HeadDimension / 2);
            var rotated = new double[heads.Length];
            for (var start = 0; start < heads.Length; start += width)
            {
                for (var i = 0; i < half; i++)
                {
                    var (sin, cos) = Math.SinCos(position * Math.Pow(shape.RopeTheta, -2.0 * i / width));
                    var (a, b) = (heads[start + i], heads[start + i + half]);
                    rotated[start + i] = (a * cos) - (b * sin);
                    rotated[start + i + half] = (b * cos) + (a * sin);
                }
            }

            return rotated;
        }

        double[] Attend(double[] query, List<double[]> key, List<double[]> value)
        {
            var width = shape.HeadDimension;
            var result = new double[query.Length];
            for (var h = 0; h < shape.Heads; h++)
            {
                var shared = h / (shape.Heads / shape.KeyValueHeads) * width;
                var scores = key.Select(k => Enumerable.Range(0, width).Sum(i => query[(h * width) + i] * k[shared + i]) / Math.Sqrt(width)).ToArray();
                var exponentials = scores.Select(score => Math.Exp(score - scores.Max())).ToArray();
                for (var i = 0; i < width; i++)
                {
                    result[(h * width) + i] = exponentials.Zip(value, (e, v) => e * v[shared + i]).Sum() / exponentials.Sum();
                }
            }

            return result;
        }
    }

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Multiply(double[] matrix, double[] vector)
    {
        var result = new double[matrix.Length / vector.Length];
        for (var row = 0; row < result.Length; row++)
        {
            for (var i = 0; i < vector.Length; i++)
            {
                result[row] += matrix[(row * vector.Length) + i] * vector[i];
            }
        }

        return result;
    }

    private static float[] Round(float[] numbers, string dtype)
    {
        var stored = SafetensorsWriter.Encode(numbers, dtype);
        return dtype switch
        {
            "F32" => numbers,
            "F16" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(stored).ToArray(), half => (float)half),
            _ => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(stored).ToArray(), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        };
    }
}
