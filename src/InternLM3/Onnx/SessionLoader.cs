using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>Opens a graph, and turns what can go wrong into sentences.</summary>
internal static class SessionLoader
{
    /// <summary>Opens a graph of a model folder on the CPU.</summary>
    public static InferenceSession Load(string graph, int? threads)
    {
        foreach (var file in (string[])[graph, Path.Combine(Path.GetDirectoryName(graph)!, ModelFolder.Weights)])
        {
            if (!File.Exists(file))
            {
                throw new ModelFormatException(file, "is missing; convert the checkpoint again.");
            }
        }

        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = threads ?? PhysicalCores.Count() };
            return new InferenceSession(graph, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException(graph, $"cannot be loaded by ONNX Runtime ({e.Message}); convert the checkpoint again.", e);
        }
    }
}
