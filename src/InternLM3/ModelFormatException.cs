namespace InternLM3;

/// <summary>A checkpoint or model folder is missing something, contradicts itself, or is of a kind this library does not support.</summary>
public sealed class ModelFormatException : InternLM3Exception
{
    /// <summary>Creates an exception about one file.</summary>
    /// <param name="file">The file, or the folder, that is at fault.</param>
    /// <param name="problem">What is wrong with it and what to do, without the file's name.</param>
    /// <param name="innerException">The error that caused it, if any.</param>
    public ModelFormatException(string file, string problem, Exception? innerException = null)
        : base($"{file}: {problem}", innerException) => File = file;

    /// <summary>The file, or the folder, that is at fault.</summary>
    public string File { get; }
}
