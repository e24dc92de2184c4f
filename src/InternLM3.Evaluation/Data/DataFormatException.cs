namespace InternLM3.Evaluation.Data;

/// <summary>A data file lacks the format its benchmark needs; the message names the file, the place and what was expected.</summary>
public sealed class DataFormatException : InternLM3Exception
{
    /// <summary>Creates an exception with a message.</summary>
    public DataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the error that caused it.</summary>
    public DataFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
