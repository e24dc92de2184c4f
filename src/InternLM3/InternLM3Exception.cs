namespace InternLM3;

/// <summary>The base of every error this library raises by itself; its message is one sentence that says what to do.</summary>
public class InternLM3Exception : Exception
{
    /// <summary>Creates an exception with a message.</summary>
    public InternLM3Exception(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the error that caused it.</summary>
    public InternLM3Exception(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
