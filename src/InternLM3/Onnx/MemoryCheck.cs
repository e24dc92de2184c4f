namespace InternLM3.Onnx;

/// <summary>Refuses a context that cannot fit before the system refuses it, or worse, the machine swaps.</summary>
internal static class MemoryCheck
{
    /// <summary>Compares what the keys and values of a full context need with what this process may use.</summary>
    public static void Require(long bytes, int contextLength)
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new InternLM3Exception(FormattableString.Invariant(
                $"Keys and values for a context of {contextLength} tokens need {bytes / 1e9:0.0} GB and this process may use {available / 1e9:0.0} GB: lower ContextLength."));
        }
    }
}
