using Microsoft.Win32.SafeHandles;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>A tensor that GenAI copied for us.</summary>
internal sealed class TensorHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Oga.OgaDestroyTensor(handle);
        return true;
    }
}
