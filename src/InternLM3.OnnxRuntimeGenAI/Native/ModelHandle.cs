using Microsoft.Win32.SafeHandles;

namespace InternLM3.OnnxRuntimeGenAI.Native;

/// <summary>A loaded model. Its generators must be gone before it, which <see cref="GenAIBackend"/> sees to.</summary>
internal sealed class ModelHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Oga.OgaDestroyModel(handle);
        return true;
    }
}
