using System.Runtime.InteropServices;
using InternLM3.OnnxRuntimeGenAI.Native;

namespace InternLM3.OnnxRuntimeGenAI;

/// <summary>ONNX Runtime GenAI, or the libraries it needs, failed; the message carries its own text.</summary>
public sealed class GenAIException : InternLM3Exception
{
    /// <summary>Creates an exception with a message.</summary>
    public GenAIException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the error that caused it.</summary>
    public GenAIException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Turns a result of the C interface into an exception, and frees it. Null is success.</summary>
    /// <param name="result">The result.</param>
    /// <param name="doing">What was being done, for "ONNX Runtime GenAI failed while ...".</param>
    internal static unsafe void ThrowIfFailed(nint result, string doing)
    {
        if (result != 0)
        {
            var text = Marshal.PtrToStringUTF8((nint)Oga.OgaResultGetError(result))?.Trim().ReplaceLineEndings(" ").TrimEnd('.');
            Oga.OgaDestroyResult(result);
            throw new GenAIException($"ONNX Runtime GenAI failed while {doing}: {text}.");
        }
    }
}
