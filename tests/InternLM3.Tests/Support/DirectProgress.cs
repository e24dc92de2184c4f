using InternLM3.Conversion;

namespace InternLM3.Tests.Support;

/// <summary>Receives a conversion's progress on the thread that reports it, where <see cref="Progress{T}"/> would come later.</summary>
public sealed class DirectProgress(Action<ConversionProgress> receive) : IProgress<ConversionProgress>
{
    public void Report(ConversionProgress value) => receive(value);
}
