namespace InternLM3.Benchmarks.Synth;

/// <summary>A tensor that is made when it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The safetensors dtype.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Write">Writes its <see cref="Length"/> bytes.</param>
internal sealed record SynthTensor(string Name, string Type, long[] Shape, Action<Stream> Write)
{
    /// <summary>Its numbers.</summary>
    public static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Its bytes.</summary>
    public long Length => Count(Shape) * (Type == "I32" ? sizeof(int) : sizeof(ushort));
}
