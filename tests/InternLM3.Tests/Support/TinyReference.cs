using InternLM3.Configuration;
using InternLM3.Conversion.Checkpoints;
using InternLM3.Tiny;

namespace InternLM3.Tests.Support;

/// <summary>InternLM3-Tiny's forward pass in double precision, from the checkpoint's own files, past all our conversion and inference.</summary>
public static class TinyReference
{
    private static readonly Lazy<(SyntheticShape Shape, (string, long[], float[])[] Tensors)> s_weights = new(Read);

    /// <summary>The logits after each token.</summary>
    public static double[][] Run(int[] tokens) => DoubleForward.Run(s_weights.Value.Shape, s_weights.Value.Tensors, "F32", tokens);

    private static (SyntheticShape, (string, long[], float[])[]) Read()
    {
        var config = ModelConfig.Load(InternLM3Tiny.CheckpointPath);
        var shape = new SyntheticShape
        {
            Hidden = config.HiddenSize,
            Intermediate = config.IntermediateSize,
            Layers = config.LayerCount,
            Heads = config.AttentionHeadCount,
            KeyValueHeads = config.KeyValueHeadCount,
            HeadDimension = config.HeadDimension,
            Vocabulary = config.VocabularySize,
            RopeTheta = config.RopeTheta,
            RmsNormEpsilon = config.RmsNormEpsilon,
        };
        using var file = SafetensorsFile.Open(Path.Combine(InternLM3Tiny.CheckpointPath, "model.safetensors"));
        return (shape, [.. file.Tensors.Values.Select(tensor => (tensor.Name, tensor.Shape.ToArray(), ReadHalf(file, tensor)))]);
    }

    private static float[] ReadHalf(SafetensorsFile file, SafetensorsTensor tensor)
    {
        var bytes = new byte[tensor.Length];
        file.Read(tensor, 0, bytes);
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => (float)BitConverter.ToHalf(bytes, 2 * i))];
    }
}
