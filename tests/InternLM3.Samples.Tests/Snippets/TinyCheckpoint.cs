using InternLM3.Tiny;

namespace ReadmeSnippets;

internal static class TinyCheckpoint
{
    public static void Run()
    {
        // <snippet>
        Console.WriteLine(InternLM3Tiny.CheckpointPath);   // a Hugging Face checkpoint folder beside your binaries
        // </snippet>
    }
}
