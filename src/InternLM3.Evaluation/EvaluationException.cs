namespace InternLM3.Evaluation;

/// <summary>A run cannot start or continue; the message says what to do. Answers received so far are in the result log.</summary>
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
