namespace InternLM3.Evaluation;

/// <summary>A run could not go on; the message says what to do. What was answered is in the result log.</summary>
public sealed class EvaluationException : InternLM3Exception
{
    /// <summary>Creates an exception with a message.</summary>
    public EvaluationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and the error that caused it.</summary>
    public EvaluationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
