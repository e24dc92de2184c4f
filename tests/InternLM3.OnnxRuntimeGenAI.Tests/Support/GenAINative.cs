namespace InternLM3.OnnxRuntimeGenAI.Tests.Support;

/// <summary>Where the native library of ONNX Runtime GenAI is, when it is there: the long tier installs it and says so.</summary>
internal static class GenAINative
{
    /// <summary>Names the file.</summary>
    public const string Variable = "INTERNLM3_GENAI_NATIVE";

    /// <summary>What a test says that needs it and does not have it.</summary>
    public const string NotRun = $"Not run: {Variable} names no native library of ONNX Runtime GenAI.";

    /// <summary>The file, or null.</summary>
    public static string? Path => Environment.GetEnvironmentVariable(Variable);

    /// <summary>The options that use it; a test that needs it is reported as not run where it is not there.</summary>
    public static GenAIOptions Options()
    {
        Assert.SkipWhen(Path is null, NotRun);
        return new GenAIOptions { LibraryPath = Path };
    }
}
