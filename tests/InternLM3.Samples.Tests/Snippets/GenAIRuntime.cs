using InternLM3;
using InternLM3.OnnxRuntimeGenAI;

namespace ReadmeSnippets;

internal static class GenAIRuntime
{
    public static void Run()
    {
        // <snippet>
        var options = new InternLM3Options { RequireGpu = true }.UseOnnxRuntimeGenAI();
        Console.WriteLine(options.Backend?.Name);   // new InternLM3ChatClient(modelPath, options) loads a model on it
        // </snippet>
    }
}
