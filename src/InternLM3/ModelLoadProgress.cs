namespace InternLM3;

/// <summary>How far the work before a load is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Item">The file that is downloaded, or the tensor that is written.</param>
/// <param name="BytesDone">Bytes done in this stage.</param>
/// <param name="BytesTotal">Bytes of the whole stage.</param>
/// <param name="BytesPerSecond">Bytes a second since the stage began; 0 while it is not known.</param>
/// <param name="Remaining">The time left at that rate, or null while it is not known.</param>
public readonly record struct ModelLoadProgress(
    ModelLoadStage Stage, string Item, long BytesDone, long BytesTotal, double BytesPerSecond, TimeSpan? Remaining);
