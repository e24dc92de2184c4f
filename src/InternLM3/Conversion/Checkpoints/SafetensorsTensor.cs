namespace InternLM3.Conversion.Checkpoints;

/// <summary>One tensor of a safetensors file, as its header describes it.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="DataType">The format's name of the element type, for example <c>BF16</c>.</param>
/// <param name="Shape">The dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">Where its bytes start, counted from the start of the file.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record SafetensorsTensor(string Name, string DataType, IReadOnlyList<long> Shape, long Offset, long Length);
