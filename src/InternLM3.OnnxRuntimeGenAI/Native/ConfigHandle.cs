using Microsoft.Win32.SafeHandles;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>A configuration read from a model folder.</summary>
internal sealed class ConfigHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Oga.OgaDestroyConfig(handle);
        return true;
    }
}
