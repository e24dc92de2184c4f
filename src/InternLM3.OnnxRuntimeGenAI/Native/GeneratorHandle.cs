using Microsoft.Win32.SafeHandles;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>One sequence: its tokens and its keys and values.</summary>
internal sealed class GeneratorHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Oga.OgaDestroyGenerator(handle);
        return true;
    }
}
