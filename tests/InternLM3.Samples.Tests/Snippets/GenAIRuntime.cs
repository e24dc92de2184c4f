using InternLM3;
using InternLM3.OnnxRuntimeGenAI;

namespace ReadmeSnippets;

internal static class GenAIRuntime
{
    public static void Run()
    {
        // <snippet>
        var options = new InternLM3Options { RequireGpu = true }.UseOnnxRuntimeGenAI();
        // </snippet>
        Console.WriteLine(options);
    }
}
