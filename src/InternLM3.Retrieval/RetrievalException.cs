namespace InternLM3.Retrieval;

/// <summary>Documents or an index cannot be read or used; the message says what to do.</summary>
public sealed class RetrievalException : InternLM3Exception
{
    /// <summary>Creates an exception with a message.</summary>
    public RetrievalException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the error that caused it.</summary>
    public RetrievalException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
