using Microsoft.Win32.SafeHandles;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>The settings of a generator.</summary>
internal sealed class GeneratorParamsHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Oga.OgaDestroyGeneratorParams(handle);
        return true;
    }
}
