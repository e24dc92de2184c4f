namespace InternLM3.Conversion.Graphs;

/// <summary>Element types of tensors, with ONNX's numbers (TensorProto.DataType in onnx.proto).</summary>
internal enum ElementType
{
    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Unsigned 8-bit integer; also the carrier of packed 4-bit numbers.</summary>
    UInt8 = 2,

    /// <summary>32-bit integer.</summary>
    Int32 = 6,

    /// <summary>64-bit integer.</summary>
    Int64 = 7,

    /// <summary>16-bit floating point, IEEE 754 binary16.</summary>
    Float16 = 10,
}
