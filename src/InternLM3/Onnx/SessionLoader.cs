using InternLM3.Configuration;
using Microsoft.ML.OnnxRuntime;

namespace InternLM3.Onnx;

/// <summary>Opens a graph, and reports failures as <see cref="ModelFormatException"/>.</summary>
internal static class SessionLoader
{
    /// <summary>Opens a graph of a model folder, on the CPU or on a GPU.</summary>
    /// <param name="graph">The file.</param>
    /// <param name="threads">Threads of a step on the processor.</param>
    /// <param name="cuda">The GPU, or null for the processor.</param>
    public static InferenceSession Load(string graph, int? threads, CudaOptions? cuda = null)
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
            if (cuda is not null)
            {
                using var provider = new OrtCUDAProviderOptions();
                provider.UpdateOptions(new Dictionary<string, string>(cuda.ToProviderOptions()));
                options.AppendExecutionProvider_CUDA(provider);
            }

            return new InferenceSession(graph, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelFormatException(graph, $"cannot be loaded by ONNX Runtime ({e.Message}); convert the checkpoint again.", e);
        }
    }
}
