namespace InternLM3.Conversion.Graphs;

/// <summary>A tensor in the weights file, for graphs to point at.</summary>
/// <param name="Name">Its name in the graphs, which is the checkpoint's where it is the checkpoint's tensor.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
/// <param name="Offset">Where its bytes start in the file.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record StoredTensor(string Name, ElementType Type, IReadOnlyList<long> Shape, long Offset, long Length);
